import { defineConnection } from '@lineclear/core/plugin';
import { noteEdit, noteReader, noteWriter, notesPlugin, settings } from './notes.ts';

// Its reader goes around the client that core gives it.
const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    const headers = { authorization: `Bearer ${profile.token.reveal()}` };
    const lock = (key: string) => fetch(`${profile.url}/notes/${key}/lock`, { method: 'POST', headers });
    return { reader: { ...noteReader(client), lock }, writer: noteWriter(client) };
  },
  probe: ({ reader }) => reader.health(),
});

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({
  tools: [notes.write({ ...edit, verify: ({ input, reader }) => reader.lock(input.id).then(() => 'locked') })],
});
