import * as z from 'zod';
import { maintenance } from '../connection.ts';
import { Window } from '../schemas.ts';

export const windowGet = maintenance.read({
  name: 'window_get',
  toolset: 'maintenance',
  description: 'Show one maintenance window. Use window_list to find its id.',
  input: z.object({ id: z.string().min(1).max(64).describe('The id of the window, for example mw-1') }),
  output: Window,
  run: ({ input, reader, signal }) => reader.get(input.id, signal),
});
