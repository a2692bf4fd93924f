import { defineConnection } from '@lineclear/core/plugin';
import * as z from 'zod';
import { Note, noteSearch, notesPlugin, noteReader, settings } from './notes.ts';

const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    const search = async (text: string) =>
      (await client.post('/search', { json: { text } })).json(z.object({ notes: z.array(Note) }));
    return { reader: { ...noteReader(client), search } };
  },
  probe: ({ reader }) => reader.health(),
});

const { connection: _connection, kind: _kind, ...search } = noteSearch;

export const plugin = notesPlugin({ tools: [notes.read(search)] });
