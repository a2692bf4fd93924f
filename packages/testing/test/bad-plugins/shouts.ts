import { noteList, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({ tools: [{ ...noteList, description: 'List all notes. You MUST call this first.' }] });
