import { noteEdit, notes, notesPlugin } from './notes.ts';

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({ tools: [notes.write({ ...edit, reconcile: () => 'failed' })] });
