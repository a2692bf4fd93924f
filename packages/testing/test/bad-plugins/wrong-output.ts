import * as z from 'zod';
import { notes, notesPlugin } from './notes.ts';

const Count = z.object({ count: z.int() });

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_count',
      toolset: 'notes',
      description: 'Count the notes.',
      input: z.object({}),
      output: Count,
      // What a cast hides from the compiler.
      run: async ({ reader }) => JSON.parse(JSON.stringify({ count: `${(await reader.list()).notes.length}` })),
    }),
  ],
});
