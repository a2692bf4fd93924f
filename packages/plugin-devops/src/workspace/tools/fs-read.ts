import * as z from 'zod';
import { workspace } from '../connection.ts';
import { fitting } from '../../text/fitting.ts';
import { cutLine, lineEndingsOf, toLines } from '../../text/lines.ts';
import { isTooLarge } from '../../files/regular-file.ts';
import type { WorkspaceReader } from '../workspace.ts';

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
  run: async ({ input, reader, signal }) => {
    const { path, offset, limit } = input;
    const { location, lines, total, encoding, lineEndings } = await readPart({ path, offset, limit, reader, signal });
    const numbered = lines.map((line, index) => `${offset + index}\t${cutLine(line)}`);
    const shown = fitting({ items: numbered, maxCharacters: 80_000 });
    const end = Math.min(offset - 1, total) + shown.length;
    return {
      path: location.shown,
      text: shown.join('\n'),
      total_lines: total,
      lines_left_out: total - end,
      ...(end < total ? { next_offset: end + 1 } : {}),
      encoding,
      line_endings: lineEndings,
    };
  },
});

interface Part {
  readonly path: string;
  readonly offset: number;
  readonly limit: number;
  readonly reader: WorkspaceReader;
  readonly signal: AbortSignal;
}

/** From the whole file, which tells every encoding; a large one is read piece by piece. */
const readPart = async ({ path, offset, limit, reader, signal }: Part) => {
  try {
    const { location, text, encoding } = await reader.readText({ path });
    const all = toLines(text);
    const lines = all.slice(offset - 1, offset - 1 + limit);
    return { location, lines, total: all.length, encoding, lineEndings: lineEndingsOf(text) };
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    const wants = (line: number): boolean => line >= offset && line < offset + limit;
    const { lines, ...facts } = await reader.readLines({ path, wants, signal });
    return { ...facts, lines: [...lines.values()], encoding: 'utf-8' };
  }
};
