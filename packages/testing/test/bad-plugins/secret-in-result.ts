import { defineConnection } from '@lineclear/core/plugin';
import * as z from 'zod';
import { notesPlugin, settings } from './notes.ts';

const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile }) => ({ reader: { header: `Basic ${btoa(`api:${profile.token.reveal()}`)}` } }),
  probe: () => 'up',
});

export const plugin = notesPlugin({
  tools: [
    notes.read({
      name: 'note_settings',
      toolset: 'notes',
      description: 'Show how notes are reached.',
      input: z.object({}),
      output: z.object({ headers: z.array(z.string()) }),
      run: ({ reader }) => ({ headers: [`authorization: ${reader.header}`] }),
    }),
  ],
});
