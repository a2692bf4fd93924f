import * as z from 'zod';
import type { ShownOutput } from '../../process/bounded-output.ts';
import type { ChannelEnd } from '../client/run-channel.ts';

/** How a program on a host ended and what it printed; the printed texts are the host's, not ours. */
export const runResult = {
  exit_code: z.int().nullable().describe('null when a signal ended it or its end was not seen'),
  signal: z.string().optional(),
  duration_ms: z.int().optional(),
  stdout: z.string(),
  stderr: z.string(),
  left_out_bytes: z.int().describe('Printed, but not shown'),
  binary: z
    .array(z.enum(['stdout', 'stderr']))
    .optional()
    .describe('Streams that are binary and so not shown'),
  timed_out: z.boolean().optional(),
  may_still_run: z.boolean().optional().describe('It was to be ended, and some of it may go on'),
  untrusted: z.literal(true).describe('The texts come from the host'),
};

export type RunResult = z.output<z.ZodObject<typeof runResult>>;

/** What a tool answers about a program that was waited for. */
export const toRunResult = (end: Omit<ChannelEnd, 'said'>): RunResult => ({
  exit_code: end.exitCode,
  ...(end.exitSignal !== null && { signal: end.exitSignal }),
  duration_ms: end.durationMs,
  ...shownStreams(end),
  ...(end.stopped !== undefined && { timed_out: true }),
  ...(end.mayStillRun && { may_still_run: true }),
  untrusted: true,
});

/** Both streams as an answer shows them. */
export const shownStreams = ({ stdout, stderr }: { stdout: ShownOutput; stderr: ShownOutput }) => {
  const binary = [...(stdout.binary ? (['stdout'] as const) : []), ...(stderr.binary ? (['stderr'] as const) : [])];
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    left_out_bytes: stdout.leftOutBytes + stderr.leftOutBytes,
    ...(binary.length > 0 && { binary }),
  };
};
