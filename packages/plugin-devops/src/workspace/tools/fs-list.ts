import * as z from 'zod';
import { workspace } from '../connection.ts';

export const fsList = workspace.read({
  name: 'fs_list',
  title: 'List',
  toolset: 'workspace',
  description: 'List files and folders by path. Use fs_search with kind "names" to find files, or to leave out what git ignores.',
  input: z.strictObject({
    path: z.string().default('.').describe('A folder, such as "src".'),
    depth: z.int().min(1).max(6).default(1).describe('1 = only this folder.'),
    limit: z.int().min(1).max(500).default(200).describe('How many entries.'),
    after: z.string().optional().describe('next_after of the last answer.'),
  }),
  output: z.object({
    path: z.string(),
    entries: z.array(
      z.object({
        path: z.string().describe('Relative to the folder.'),
        kind: z.enum(['file', 'folder', 'link', 'other']),
        bytes: z.int().optional(),
      }),
    ),
    left_out: z.int().describe('Entries after the last one shown.'),
    complete: z.boolean().describe('False when there are more than left_out says.'),
    next_after: z.string().optional(),
  }),
  run: async ({ input, reader, signal }) => {
    const { shown, entries, leftOut, complete } = await reader.list({ ...input, after: input.after, signal });
    const last = entries.at(-1);
    return {
      path: shown,
      entries,
      left_out: leftOut,
      complete,
      ...(leftOut > 0 && last !== undefined ? { next_after: last.path } : {}),
    };
  },
});
