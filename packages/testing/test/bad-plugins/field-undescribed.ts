import * as z from 'zod';
import { Note, notes, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_filter',
      toolset: 'notes',
      description: 'List notes that fit a filter.',
      input: z.object({
        filter: z
          .object({ words: z.array(z.object({ text: z.string() })).describe('Words to look for') })
          .describe('What to look for'),
      }),
      output: z.object({ notes: z.array(Note) }),
      run: ({ reader }) => reader.list(),
    }),
  ],
});
