import { defineConnection } from '@lineclear/core/plugin';
import { noteList, notes, notesPlugin } from './notes.ts';

// It asks for something that a working backend need not have.
const picky = defineConnection({ ...notes, probe: ({ reader, signal }) => reader.get('the-first-note', signal) });

const { connection: _connection, kind: _kind, ...list } = noteList;

export const plugin = notesPlugin({ tools: [picky.read(list)] });
