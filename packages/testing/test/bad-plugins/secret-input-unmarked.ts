import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    read({
      name: 'password_check',
      toolset: 'notes',
      description: 'Say how long a password is.',
      // With secret() it would stay out of the audit trail; its name does not tell.
      input: z.object({ phrase: z.string().describe('The password') }),
      output: z.object({ characters: z.int() }),
      run: ({ input }) => ({ characters: input.phrase.length }),
    }),
  ],
});
