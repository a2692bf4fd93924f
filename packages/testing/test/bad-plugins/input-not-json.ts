import * as z from 'zod';
import { Note, notes, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_since',
      toolset: 'notes',
      description: 'List notes that changed since a day.',
      input: z.object({
        since: z
          .string()
          .describe('A day, for example 2026-01-31')
          .transform((text) => new Date(text)),
      }),
      output: z.object({ notes: z.array(Note) }),
      run: ({ reader }) => reader.list(),
    }),
  ],
});
