import * as z from 'zod';
import type { ProcessResult } from './run-for-result.ts';

/** The output fields of a tool that runs something to its end. */
export const runOutput = {
  exit_code: z.int().nullable(),
  signal: z.string().nullable(),
  timed_out: z.boolean(),
  duration_ms: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  bytes_left_out: z.int(),
};

/** A result as these fields say it. */
export const toRunOutput = ({ exitCode, signal, timedOut, durationMs, stdout, stderr, leftOutBytes }: ProcessResult) => ({
  exit_code: exitCode,
  signal,
  timed_out: timedOut,
  duration_ms: durationMs,
  stdout,
  stderr,
  bytes_left_out: leftOutBytes,
});
