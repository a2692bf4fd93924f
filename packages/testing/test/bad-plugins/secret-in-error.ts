import { defineConnection, LineclearError, path } from '@lineclear/core/plugin';
import { Note, noteEdit, noteReader, noteWriter, notesPlugin, settings } from './notes.ts';

const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    const get = async (key: string, signal: AbortSignal) => {
      const response = await client.get(path`/notes/${key}`, { signal, accept: [404] });
      if (response.status === 404) throw new LineclearError('not_found', `No note ${key} for ${profile.token.reveal()}.`);
      return response.json(Note);
    };
    return { reader: { ...noteReader(client), get }, writer: noteWriter(client) };
  },
  probe: ({ reader }) => reader.health(),
});

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({ tools: [notes.write(edit)] });
