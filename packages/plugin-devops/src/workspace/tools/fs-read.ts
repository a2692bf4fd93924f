import * as z from 'zod';
import { workspace } from '../connection.ts';
import { fitting } from '../fitting.ts';
import { cutLine } from '../matching-lines.ts';
import { lineEndingsOf, toLines } from '../text.ts';

export const fsRead = workspace.read({
  name: 'fs_read',
  title: 'Read a file',
  toolset: 'workspace',
  description: 'Read numbered lines of a text file. Use fs_search to find the place in a large file.',
  input: z.strictObject({
    path: z.string().describe('Such as "src/main.ts"; relative to the first root, or absolute.'),
    offset: z.int().min(1).default(1).describe('First line, from 1.'),
    limit: z.int().min(1).max(2_000).default(500).describe('How many lines.'),
  }),
  output: z.object({
    path: z.string(),
    text: z.string().describe('One line each: number, tab, text.'),
    total_lines: z.int(),
    lines_left_out: z.int().describe('Lines after the last one shown.'),
    next_offset: z.int().optional(),
    encoding: z.string(),
    line_endings: z.string(),
  }),
  run: async ({ input, reader }) => {
    const { location, text, encoding } = await reader.readText({ path: input.path });
    const lines = toLines(text);
    const wanted = lines.slice(input.offset - 1, input.offset - 1 + input.limit);
    const numbered = wanted.map((line, index) => `${input.offset + index}\t${cutLine(line)}`);
    const shown = fitting({ items: numbered, maxCharacters: 80_000 });
    const end = Math.min(input.offset - 1, lines.length) + shown.length;
    return {
      path: location.shown,
      text: shown.join('\n'),
      total_lines: lines.length,
      lines_left_out: lines.length - end,
      ...(end < lines.length ? { next_offset: end + 1 } : {}),
      encoding,
      line_endings: lineEndingsOf(text),
    };
  },
});
