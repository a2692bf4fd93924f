import type { ErrorObject } from 'ajv';

/** What the checker found, a line for each. */
export const problemTexts = (errors: readonly ErrorObject[] | null | undefined): readonly string[] =>
  (errors ?? []).map(({ instancePath, message, params }) => {
    const surplus: unknown = params['additionalProperty'];
    return `${instancePath} ${message ?? ''}${typeof surplus === 'string' ? ` (${surplus})` : ''}`.trim();
  });
