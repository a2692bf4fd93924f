import { read } from '@lineclear/core/plugin';
import * as z from 'zod';

export const durationShow = read({
  name: 'duration_show',
  toolset: 'planning',
  description: 'Show how many minutes are between two times. Use window_create with the answer.',
  input: z.object({
    from: z.iso.datetime().describe('The earlier time, for example 2030-05-01T01:00:00Z'),
    to: z.iso.datetime().describe('The later time, for example 2030-05-01T02:30:00Z'),
  }),
  output: z.object({ minutes: z.int() }),
  run: ({ input }) => ({ minutes: Math.round((Date.parse(input.to) - Date.parse(input.from)) / 60_000) }),
});
