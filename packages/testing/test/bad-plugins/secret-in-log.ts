import { defineConnection } from '@lineclear/core/plugin';
import { noteList, noteReader, notesPlugin, settings } from './notes.ts';

const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http, log }) => {
    log.info({ url: profile.url, authorization: `Bearer ${profile.token.reveal()}` }, 'notes opened');
    return { reader: noteReader(http({ baseUrl: profile.url, bearer: profile.token })) };
  },
  probe: ({ reader }) => reader.health(),
});

const { connection: _connection, kind: _kind, ...list } = noteList;

export const plugin = notesPlugin({ tools: [notes.read(list)] });
