import * as z from 'zod';

const status = z.object({
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  details: z
    .object({ causes: z.array(z.object({ reason: z.string().optional(), message: z.string().optional() })).optional() })
    .optional(),
});

/** How a command ended, as the cluster says it at the end of the stream. */
export type ExitStatus =
  | { readonly kind: 'exited'; readonly code: number }
  /** It was not started, or nobody could watch it to its end. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Reads the last thing that the error channel of an exec says; undefined where it is no status. */
export const readExitStatus = (text: string): ExitStatus | undefined => {
  const read = status.safeParse(parsed(text));
  if (!read.success) return undefined;
  const { data } = read;
  if (data.status === 'Success') return { kind: 'exited', code: 0 };
  const code = data.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message ?? '';
  if (data.reason === 'NonZeroExitCode' && /^\d{1,3}$/.test(code)) return { kind: 'exited', code: Number(code) };
  return { kind: 'failed', reason: data.message ?? data.reason ?? 'no reason' };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
