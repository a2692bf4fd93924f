import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteList, notesPlugin } from './notes.ts';

export const folder = mkdtempSync(join(tmpdir(), 'planted-'));

export const plugin = notesPlugin({ tools: [noteList] });
