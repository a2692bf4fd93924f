import * as z from 'zod';
import { maintenance } from '../connection.ts';
import { Status, Window } from '../schemas.ts';

export const windowList = maintenance.read({
  name: 'window_list',
  toolset: 'maintenance',
  description: 'List maintenance windows. Use window_get when the id is known.',
  input: z.object({
    status: Status.optional().describe('Only windows in this status, for example scheduled'),
    limit: z.int().min(1).max(100).default(20).describe('How many at most, for example 20'),
  }),
  output: z.object({ windows: z.array(Window), left_out: z.int().describe('Windows that fit but were not sent') }),
  aliases: [
    {
      name: 'maintenance.list',
      // The old tool knew `active`, and answered a list of ids.
      input: ({ active, ...rest }) =>
        active === undefined ? rest : { ...rest, status: active === true ? 'scheduled' : 'cancelled' },
      output: ({ windows }) => ({ items: windows ?? [] }),
    },
  ],
  run: async ({ input, reader, signal }) => {
    const page = await reader.list(input, signal);
    return { windows: page.windows, left_out: page.total - page.windows.length };
  },
});
