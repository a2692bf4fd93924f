import { noteList, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({ tools: [{ ...noteList, description: '' }] });
