import * as z from 'zod';
import type { SessionLimits } from './sessions/sessions.ts';

/** The key `processes` of a workspace: how much each caller may have running, and for how long. */
export const processSettings = z
  .strictObject({
    max_running: z.int().min(1).max(100).default(8).describe('Started processes that one caller may have running, such as 8.'),
    max_ended: z.int().min(1).max(100).default(20).describe('Ended ones whose output can still be read, such as 20.'),
    max_output_bytes: z
      .int()
      .min(64 << 10)
      .max(64 << 20)
      .default(1 << 20)
      .describe('Output of one process that is kept; the oldest lines are dropped. Such as 1048576.'),
    max_runtime_s: z
      .int()
      .min(1)
      .max(7 * 86_400)
      .default(86_400)
      .describe('A started process is ended after so many seconds, such as 86400.'),
  })
  .prefault({})
  .describe('Limits for what process_start starts.');

export const toSessionLimits = (settings: z.output<typeof processSettings>): SessionLimits => ({
  maxRunning: settings.max_running,
  maxEnded: settings.max_ended,
  maxOutputBytes: settings.max_output_bytes,
  maxRuntimeMs: settings.max_runtime_s * 1_000,
});
