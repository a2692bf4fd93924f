import * as z from 'zod';
import type { SessionView } from '../sessions/session-view.ts';

/** The id that process_start answered; whether there is such a process is looked up. */
export const processId = z.string().describe('From process_start.');

/** How a process is; how it ended is there once it has. */
export const processFields = {
  state: z.enum(['running', 'exited', 'stopped', 'timed_out']),
  exit_code: z.int().optional(),
  signal: z.string().optional(),
};

/** These fields of a process. */
export const pickState = ({ state, exit_code, signal }: SessionView) => ({
  state,
  ...(exit_code === null ? {} : { exit_code }),
  ...(signal === null ? {} : { signal }),
});
