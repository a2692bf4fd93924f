import * as z from 'zod';

const phases = ['dns', 'connect', 'tls', 'request', 'body'] as const;
export type Phase = (typeof phases)[number];

export const failure = z.object({ phase: z.enum(phases), reason: z.string().describe('A code such as ECONNREFUSED.') });
export type Failure = z.output<typeof failure>;

/** Why a check got no further. The codes are of the system, the resolver or OpenSSL; their messages may repeat what a stranger sent. */
export const toFailure = ({ phase, error }: { phase: Phase; error: unknown }): Failure => ({ phase, reason: codeOf(error) });

/** The code of an error of node, `TIMEOUT` where the time was up. */
export const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'FAILED';
  if (error.name === 'TimeoutError') return 'TIMEOUT';
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'FAILED';
};
