import { read } from '@lineclear/core/plugin';
import * as z from 'zod';

const Note = z.object({ reason: z.string(), by: z.string(), change: z.string() });
const Shown = z.object({ title: z.string(), last_change_id: z.string().nullable() });

export const cancellationList = read({
  name: 'cancellation_list',
  toolset: 'maintenance',
  description: 'List who cancelled which maintenance window here, and why. Use window_list for all windows.',
  input: z.object({ limit: z.int().min(1).max(50).default(10).describe('How many at most, for example 10') }),
  output: z.object({
    cancellations: z.array(z.object({ id: z.string(), title: z.string(), reason: z.string(), by: z.string() })),
  }),
  async run({ input, state, progress, call, signal }) {
    const notes = await state.list({ prefix: 'cancelled/', limit: input.limit });
    const cancellations = [];
    for (const [index, { key, value }] of notes.entries()) {
      signal.throwIfAborted();
      const id = key.slice('cancelled/'.length);
      const { title, last_change_id } = Shown.parse(await call('window_get', { id }));
      const { change, ...note } = Note.parse(value);
      // A note of a cancellation that did not happen has a change that the service does not know.
      if (change === last_change_id) cancellations.push({ id, title, ...note });
      progress({ progress: index + 1, total: notes.length, message: title });
    }
    return { cancellations };
  },
});
