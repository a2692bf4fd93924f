import { LineclearError } from '@lineclear/core/plugin';
import type { Location } from './confinement.ts';
import type { ReadText } from './content.ts';
import { jsonLength } from './fitting.ts';
import { toLines } from './text.ts';

/** Where a search found something. */
export interface Place {
  /** Relative to the root. */
  readonly path: string;
  readonly line: number;
  /** Of the first match in the line; 1-based, in bytes of UTF-8. */
  readonly column: number;
}

export interface MatchedLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** The lines around, numbered like those of fs_read. */
  readonly around?: string;
}

/**
 * Reads the lines that a search named, through the confined reader. Stops when the page is full: `used` places were dealt with.
 * Places whose file or line is gone, hidden or not text are dropped.
 */
export const findLines = async (request: {
  places: readonly Place[];
  context: number;
  locate: (path: string) => Promise<Location | undefined>;
  readText: ReadText;
}): Promise<{ lines: readonly MatchedLine[]; used: number }> => {
  const { places, context, locate, readText } = request;
  const lines: MatchedLine[] = [];
  let characters = 0;
  let open: { path: string; shown: string; lines: readonly string[] } | undefined;
  for (const [used, place] of places.entries()) {
    if (open?.path !== place.path) open = await openLines({ path: place.path, locate, readText });
    const text = open.lines[place.line - 1];
    if (text === undefined) continue;
    const match = {
      path: open.shown,
      line: place.line,
      text: cutAround({ text, column: place.column }),
      ...(context > 0 ? { around: numbered({ lines: open.lines, line: place.line, context }) } : {}),
    };
    characters += jsonLength(match) + 1;
    if (characters > maxCharacters && lines.length > 0) return { lines, used };
    lines.push(match);
  }
  return { lines, used: places.length };
};

/** A line of at most `max` characters, and how many follow. */
export const cutLine = (text: string, max = 2_000): string =>
  text.length <= max ? text : `${text.slice(0, max).toWellFormed()} [… ${text.length - max} more characters]`;

const maxCharacters = 60_000;
const lineCharacters = 400;

const openLines = async (request: {
  path: string;
  locate: (path: string) => Promise<Location | undefined>;
  readText: ReadText;
}) => {
  const { path, locate, readText } = request;
  const location = await locate(path);
  if (location === undefined) return { path, shown: path, lines: [] };
  try {
    return { path, shown: location.shown, lines: toLines((await readText({ path: location.real })).text) };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    return { path, shown: path, lines: [] };
  }
};

const cutAround = ({ text, column }: { text: string; column: number }): string => {
  const at = Buffer.from(text)
    .subarray(0, column - 1)
    .toString().length;
  const start = at <= lineCharacters / 2 ? 0 : at - lineCharacters / 4;
  return `${start > 0 ? '… ' : ''}${cutLine(text.slice(start), lineCharacters)}`;
};

const numbered = ({ lines, line, context }: { lines: readonly string[]; line: number; context: number }): string => {
  const first = Math.max(line - context, 1);
  return lines
    .slice(first - 1, line + context)
    .map((text, index) => `${first + index}\t${cutLine(text, lineCharacters)}`)
    .join('\n');
};
