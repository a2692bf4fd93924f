import { withImages } from '@lineclear/core/plugin';
import * as z from 'zod';
import { maintenance } from '../connection.ts';

export const windowDraw = maintenance.read({
  name: 'window_draw',
  toolset: 'maintenance',
  description: 'Draw when in its day a maintenance window is. Use window_get for everything else about it.',
  input: z.object({ id: z.string().min(1).max(64).describe('The id of the window, for example mw-1') }),
  output: z.object({ starts_at: z.iso.datetime(), ends_at: z.iso.datetime() }),
  async run({ input, reader, signal }) {
    const { title, starts_at, ends_at } = await reader.get(input.id, signal);
    const png = await reader.picture(input.id, signal);
    return withImages({ starts_at, ends_at }, [{ png, alt: `"${title}" from ${starts_at} to ${ends_at}` }]);
  },
});
