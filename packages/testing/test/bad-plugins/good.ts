import { noteEdit, noteList, noteSearch, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({ tools: [noteList, noteSearch, noteEdit] });
