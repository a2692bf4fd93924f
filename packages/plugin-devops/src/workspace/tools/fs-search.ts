import * as z from 'zod';
import { workspace } from '../connection.ts';
import { hasNoNul } from '../../text/no-nul.ts';

// What the system takes in one argument of a program.
const fitsCommand = (text: string): boolean => text.length <= 20_000 && hasNoNul(text);
const tooMuch = 'Longer than 20000 characters, or holds a NUL character.';

export const fsSearch = workspace.read({
  name: 'fs_search',
  title: 'Search',
  toolset: 'workspace',
  description: 'Search file contents or names; binary files and what git ignores are left out. Use fs_read to read on.',
  input: z.strictObject({
    pattern: z
      .string()
      .min(1)
      .refine(fitsCommand, tooMuch)
      .describe('A regular expression such as "(?i)todo"; for names a glob or part of it.'),
    kind: z.enum(['contents', 'names']).default('contents').describe('What to search.'),
    path: z.string().default('.').describe('A folder or file, such as "src".'),
    globs: z
      .array(z.string())
      .refine((globs) => fitsCommand(globs.join('')), tooMuch)
      .default([])
      .describe('Only these files, such as ["*.ts", "!**/test/**"].'),
    literal: z.boolean().default(false).describe('The pattern is plain text.'),
    include_ignored: z.boolean().default(false).describe('Ignored files too.'),
    context: z.int().min(0).max(5).default(0).describe('Lines around each match.'),
    limit: z.int().min(1).max(200).default(50).describe('How many results.'),
    cursor: z
      .string()
      .refine((text) => /^\d{1,5}$/.test(text), 'Not a cursor of fs_search.')
      .optional()
      .describe('next_cursor of the last answer.'),
  }),
  output: z.object({
    matches: z.array(z.object({ path: z.string(), line: z.int(), text: z.string(), around: z.string().optional() })).optional(),
    paths: z.array(z.string()).optional(),
    left_out: z.int().describe('Results after this page.'),
    complete: z.boolean().describe('False when there are more than left_out says.'),
    next_cursor: z.string().optional(),
  }),
  run: async ({ input, reader, signal }) => {
    const { kind, include_ignored: includeIgnored, cursor = '0', ...rest } = input;
    const request = { ...rest, includeIgnored, skip: Number(cursor), signal };
    const found =
      kind === 'names'
        ? await reader.search.names(request).then(({ results, ...counts }) => ({ ...counts, paths: results }))
        : await reader.search.contents(request).then(({ results, ...counts }) => ({ ...counts, matches: results }));
    const { leftOut, complete, next, ...results } = found;
    const goesOn = next !== undefined && next <= lastStart;
    return { ...results, left_out: leftOut, complete, ...(goesOn ? { next_cursor: String(next) } : {}) };
  },
});

// The largest cursor that is taken: each page finds all results before it again, so the cost grows with it.
const lastStart = 99_999;
