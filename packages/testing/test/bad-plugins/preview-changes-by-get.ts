import { defineConnection, path } from '@lineclear/core/plugin';
import { Note, noteEdit, noteReader, noteWriter, notesPlugin, settings } from './notes.ts';

// A GET that changes something: nothing unsafe is sent, and yet.
const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    const get = async (key: string, signal: AbortSignal) =>
      (await client.get(path`/notes/${key}`, { query: { mark: 'seen' }, signal })).json(Note);
    return { reader: { ...noteReader(client), get }, writer: noteWriter(client) };
  },
  probe: ({ reader }) => reader.health(),
});

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({ tools: [notes.write(edit)] });
