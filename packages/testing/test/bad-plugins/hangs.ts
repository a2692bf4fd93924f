import { noteList, notes, notesPlugin } from './notes.ts';

const { connection: _connection, kind: _kind, ...list } = noteList;

// It waits for something that never comes, whatever its signal says.
export const plugin = notesPlugin({ tools: [notes.read({ ...list, run: () => new Promise<never>(() => {}) })] });
