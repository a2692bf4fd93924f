import * as z from 'zod';

export const timeoutS = z.int().min(1).max(60).default(10).describe('For all of it.');

/** A signal that also aborts, with a TimeoutError, when the time is up. */
export const within = ({ signal, seconds }: { signal: AbortSignal; seconds: number }): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)]);
