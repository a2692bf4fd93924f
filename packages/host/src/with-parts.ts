import type { Parts, PartsOptions } from './parts.ts';

/** Makes a command's parts, runs it, and closes what it made, also when it fails. */
export const withParts = async <Result>({
  work,
  ...options
}: PartsOptions & { work: (parts: Parts) => Promise<Result> }): Promise<Result> => {
  const { createParts } = await import('./container.ts');
  const parts = createParts(options);
  try {
    return await work(parts);
  } finally {
    await parts.close();
  }
};
