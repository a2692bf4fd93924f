import * as z from 'zod';
import { countDuplicatedLines, describeDuplicates } from '../../duplicates/describe-duplicates.ts';
import { findDuplicates } from '../../duplicates/find-duplicates.ts';
import { workspace } from '../connection.ts';
import { fitting } from '../fitting.ts';

export const codeDuplicates = workspace.read({
  name: 'code_duplicates',
  title: 'Duplicated code',
  toolset: 'workspace',
  description: 'Find code that stands at several places, the largest first. Use fs_search for a known text.',
  input: z.strictObject({
    path: z.string().default('.').describe('A folder or file, such as "src".'),
    globs: z.array(z.string()).default([]).describe('Only these files, such as ["*.ts", "!**/test/**"].'),
    min_tokens: z.int().min(20).max(1_000).default(50).describe('Words and signs of the shortest block.'),
    min_lines: z.int().min(2).max(1_000).default(5).describe('Its lines.'),
    limit: z.int().min(1).max(100).default(20).describe('How many.'),
  }),
  output: z.object({
    groups: z.array(
      z.object({
        lines: z.int(),
        tokens: z.int(),
        places: z.array(z.object({ path: z.string(), start_line: z.int(), end_line: z.int() })),
        places_left_out: z.int().optional(),
        excerpt: z.string(),
      }),
    ),
    groups_left_out: z.int(),
    files: z.int(),
    files_left_out: z.int(),
    duplicated_percent: z.number().describe('Of the lines.'),
    complete: z.boolean(),
  }),
  deadlineMs: 60_000,
  run: async ({ input, reader, signal, clock }) => {
    const { path, globs, min_tokens: minTokens, min_lines: minLines, limit } = input;
    const sources = await reader.collectSources({ path, globs, now: () => clock.now(), signal });
    const { ids, lines, files, leftOut } = sources;
    const duplicates = await findDuplicates({ ids, lines, minTokens, minLines, signal });
    const groups = describeDuplicates({ sources, duplicates: duplicates.slice(0, limit) });
    const shown = fitting({ items: groups, maxCharacters: 40_000 });
    const total = files.reduce((sum, file) => sum + file.lineCount, 0);
    const duplicated = countDuplicatedLines({ sources, duplicates });
    return {
      groups: shown.map(({ places, places_left_out: more, ...group }) => ({
        ...group,
        places: [...places],
        ...(more > 0 ? { places_left_out: more } : {}),
      })),
      groups_left_out: duplicates.length - shown.length,
      files: files.length,
      files_left_out: leftOut,
      duplicated_percent: total === 0 ? 0 : Math.round((duplicated / total) * 10_000) / 100,
      complete: sources.complete,
    };
  },
});
