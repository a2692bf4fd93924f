import * as z from 'zod';
import { Note, notes, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_filter',
      toolset: 'notes',
      description: 'List notes that fit a filter.',
      input: z.looseObject({ text: z.string().describe('Words in the note, for example milk') }),
      output: z.object({ notes: z.array(Note) }),
      run: ({ reader }) => reader.list(),
    }),
  ],
});
