import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';

export const codeDuplicates = workspace.read({
  name: 'code_duplicates',
  title: 'Duplicated code',
  toolset: 'workspace',
  description: 'Find code that stands at several places, the largest first. Use fs_search for a known text.',
  input: z.strictObject({
    path: z.string().default('.').describe('A folder or file, such as "src".'),
    globs: z.array(z.string()).default([]).describe('Only these files, such as ["*.ts"].'),
    min_tokens: z.int().min(20).default(50).describe('Words and signs of the smallest.'),
    min_lines: z.int().min(2).default(5).describe('Its lines.'),
    limit: z.int().min(1).max(100).default(20).describe('How many.'),
  }),
  output: z.object({
    groups: z.array(
      z.object({
        lines: z.int(),
        tokens: z.int(),
        places: z.array(z.string()).describe('path:first-last line'),
        places_left_out: z.int().optional(),
        excerpt: z.string(),
      }),
    ),
    groups_left_out: z.int(),
    files: z.int(),
    files_left_out: z.int(),
    duplicated_lines_percent: z.number(),
    complete: z.boolean(),
  }),
  deadlineMs: 60_000,
  run: async ({ input, reader, signal, clock }) => {
    const { path, globs, min_tokens: minTokens, min_lines: minLines, limit } = input;
    const now = () => clock.now();
    const found = await reader.findDuplicates({ path, globs, minTokens, minLines, limit, now, signal });
    const groups = fitting({ items: found.groups, maxCharacters: 40_000 });
    return {
      groups: groups.map(({ lines, tokens, places, placesLeftOut, excerpt }) => ({
        lines,
        tokens,
        places: places.map(({ path: file, startLine, endLine }) => `${file}:${startLine}-${endLine}`),
        ...(placesLeftOut > 0 ? { places_left_out: placesLeftOut } : {}),
        excerpt,
      })),
      groups_left_out: found.groupsLeftOut + found.groups.length - groups.length,
      files: found.files,
      files_left_out: found.filesLeftOut,
      duplicated_lines_percent: found.lines === 0 ? 0 : Math.round((found.duplicatedLines / found.lines) * 10_000) / 100,
      complete: found.complete,
    };
  },
});
