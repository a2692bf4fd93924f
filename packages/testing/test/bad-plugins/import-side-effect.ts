import { noteList, notesPlugin } from './notes.ts';

export const timer = setInterval(() => {}, 60_000);

export const plugin = notesPlugin({ tools: [noteList] });
