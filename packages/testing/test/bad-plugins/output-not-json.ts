import * as z from 'zod';
import { notes, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_index',
      toolset: 'notes',
      description: 'Count notes by their first letter.',
      input: z.object({}),
      output: z.object({ counts: z.unknown() }),
      run: async ({ reader }) => ({ counts: Map.groupBy((await reader.list()).notes, (note) => note.text.slice(0, 1)) }),
    }),
  ],
});
