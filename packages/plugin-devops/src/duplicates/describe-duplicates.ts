import type { Sources } from './collect-sources.ts';
import type { Duplicate } from './find-duplicates.ts';

export interface DuplicateGroup {
  /** Of the first place. */
  readonly lines: number;
  readonly tokens: number;
  readonly places: readonly { readonly path: string; readonly startLine: number; readonly endLine: number }[];
  readonly placesLeftOut: number;
  readonly excerpt: string;
}

/** Names the files and lines of duplicates, with the first lines of each. */
export const describeDuplicates = ({
  sources,
  duplicates,
}: {
  sources: Sources;
  duplicates: readonly Duplicate[];
}): readonly DuplicateGroup[] =>
  duplicates.flatMap(({ tokens, starts }) => {
    const places = starts.slice(0, maxPlaces).map((start) => placeOf({ sources, start, tokens }));
    const [first] = places;
    if (first === undefined) return [];
    return [
      {
        lines: first.endLine - first.startLine + 1,
        tokens,
        places: places.map(({ path, startLine, endLine }) => ({ path, startLine, endLine })),
        placesLeftOut: starts.length - places.length,
        excerpt: excerptOf({ text: first.text, line: first.startLine, count: first.endLine - first.startLine + 1 }),
      },
    ];
  });

/** How many lines stand in duplicates, each counted once. */
export const countDuplicatedLines = ({ sources, duplicates }: { sources: Sources; duplicates: readonly Duplicate[] }): number => {
  const marked = new Map<string, Uint8Array>();
  for (const { tokens, starts } of duplicates) {
    for (const start of starts) {
      const { path, startLine, endLine, lineCount } = placeOf({ sources, start, tokens });
      const lines = marked.get(path) ?? new Uint8Array(lineCount + 2);
      marked.set(path, lines.fill(1, startLine, endLine + 1));
    }
  }
  return [...marked.values()].reduce((sum, lines) => sum + lines.reduce((count, line) => count + line, 0), 0);
};

const maxPlaces = 20;
const excerptLines = 4;
const excerptCharacters = 240;

const placeOf = ({ sources, start, tokens }: { sources: Sources; start: number; tokens: number }) => {
  const { files, lines } = sources;
  // The last file that begins at or before the token.
  let [low, high] = [0, files.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((files[middle]?.from ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  const { path = '', text = '', lineCount = 0 } = files[low] ?? {};
  return { path, text, lineCount, startLine: lines[start] ?? 0, endLine: lines[start + tokens - 1] ?? 0 };
};

const excerptOf = ({ text, line, count }: { text: string; line: number; count: number }): string => {
  let from = 0;
  for (let skipped = 1; skipped < line; skipped += 1) from = text.indexOf('\n', from) + 1;
  const lines = text.slice(from, from + excerptCharacters * 4).split('\n', Math.min(excerptLines, count));
  const excerpt = lines.join('\n').slice(0, excerptCharacters).toWellFormed();
  return count > excerptLines || excerpt.length === excerptCharacters ? `${excerpt} […]` : excerpt;
};
