import { noteOpen, notePut } from './note-session.ts';
import { noteEdit, noteList, notePurge, noteSearch, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({ tools: [noteList, noteSearch, noteEdit, notePurge, noteOpen, notePut] });
