import * as z from 'zod';
import { Note, notes, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_of_day',
      toolset: 'notes',
      description: 'Show the notes of one day.',
      input: z.object({
        day: z
          .string()
          .default(() => new Date().toISOString().slice(0, 10))
          .describe('A day, for example 2026-01-31'),
      }),
      output: z.object({ notes: z.array(Note) }),
      run: ({ reader }) => reader.list(),
    }),
  ],
});
