import { LineclearError } from '@lineclear/core/plugin';
import type { Location } from '../files/confinement.ts';
import type { ReadText } from '../files/content.ts';
import { jsonLength } from '../text/fitting.ts';
import type { ReadLines } from '../files/read-lines.ts';
import { isTooLarge } from '../files/regular-file.ts';
import { cutLine, toLines } from '../text/lines.ts';

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
export const findLines = async (request: FindLines): Promise<{ lines: readonly MatchedLine[]; used: number }> => {
  const { places, context } = request;
  const lines: MatchedLine[] = [];
  let characters = 0;
  let open: OpenLines | undefined;
  for (const [used, place] of places.entries()) {
    if (open?.path !== place.path) open = await openLines({ ...request, path: place.path });
    const text = open.at(place.line);
    if (text === undefined) continue;
    const match = {
      path: open.shown,
      line: place.line,
      text: cutAround({ text, column: place.column }),
      ...(context > 0 ? { around: numbered({ lines: open, line: place.line, context }) } : {}),
    };
    characters += jsonLength(match) + 1;
    if (characters > maxCharacters && lines.length > 0) return { lines, used };
    lines.push(match);
  }
  return { lines, used: places.length };
};

interface FindLines {
  readonly places: readonly Place[];
  readonly context: number;
  readonly locate: (path: string) => Promise<Location | undefined>;
  readonly readText: ReadText;
  readonly readLines: ReadLines;
  readonly signal: AbortSignal;
}

const maxCharacters = 60_000;
const lineCharacters = 400;

interface OpenLines {
  readonly path: string;
  readonly shown: string;
  readonly at: (line: number) => string | undefined;
}

const openLines = async (request: FindLines & { path: string }): Promise<OpenLines> => {
  const { path, locate } = request;
  const location = await locate(path);
  if (location === undefined) return { path, shown: path, at: () => undefined };
  try {
    return await openFile({ ...request, location });
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    return { path, shown: path, at: () => undefined };
  }
};

const openFile = async (request: FindLines & { path: string; location: Location }): Promise<OpenLines> => {
  const { path, location, readText } = request;
  try {
    const lines = toLines((await readText({ path: location.real })).text);
    return { path, shown: location.shown, at: (line) => lines[line - 1] };
  } catch (error) {
    if (isTooLarge(error)) return await openLarge(request);
    throw error;
  }
};

/** A file that is too large to be held: one pass over it takes the lines of all its places. */
const openLarge = async (request: FindLines & { path: string; location: Location }): Promise<OpenLines> => {
  const { path, location, places, context, readLines, signal } = request;
  const wanted = new Set(
    places
      .filter((place) => place.path === path)
      .flatMap(({ line }) => Array.from({ length: context * 2 + 1 }, (_, index) => line - context + index)),
  );
  const { lines } = await readLines({
    path: location.real,
    wants: (line) => wanted.has(line),
    last: Math.max(...wanted),
    signal,
  });
  return { path, shown: location.shown, at: (line) => lines.get(line) };
};

const cutAround = ({ text, column }: { text: string; column: number }): string => {
  const at = Buffer.from(text)
    .subarray(0, column - 1)
    .toString().length;
  const start = at <= lineCharacters / 2 ? 0 : at - lineCharacters / 4;
  return `${start > 0 ? '… ' : ''}${cutLine(text.slice(start), lineCharacters)}`;
};

const numbered = ({ lines, line, context }: { lines: OpenLines; line: number; context: number }): string =>
  Array.from({ length: context * 2 + 1 }, (_, index) => line - context + index)
    .flatMap((at) => {
      const text = lines.at(at);
      return text === undefined ? [] : [`${at}\t${cutLine(text, lineCharacters)}`];
    })
    .join('\n');
