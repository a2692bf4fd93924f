import * as z from 'zod';
import { Note, notes, notesPlugin } from './notes.ts';

const fields = Array.from({ length: 40 }, (_, index) => [
  `field_${index}`,
  z.string().optional().describe(`Text of the field ${index}, for example milk`),
]);

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_filter',
      toolset: 'notes',
      description: 'List notes that fit a filter.',
      input: z.object(Object.fromEntries(fields)),
      output: z.object({ notes: z.array(Note) }),
      run: ({ reader }) => reader.list(),
    }),
  ],
});
