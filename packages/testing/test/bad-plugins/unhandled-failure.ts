import { defineConnection } from '@lineclear/core/plugin';
import { noteList, noteReader, notesPlugin, settings } from './notes.ts';

const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    // Parses by itself, so that a page instead of JSON is a SyntaxError.
    return { reader: { ...noteReader(client), list: async () => JSON.parse((await client.get('/notes')).text()) } };
  },
  probe: ({ reader }) => reader.health(),
});

const { connection: _connection, kind: _kind, ...list } = noteList;

export const plugin = notesPlugin({ tools: [notes.read(list)] });
