import { unifiedDiff } from '../text/unified-diff.ts';

/** Where a text almost is, and what is different there. Looks at a bounded part of a large file; `undefined` when nothing is similar. */
export const describeNearest = ({
  text,
  old,
}: {
  text: string;
  old: string;
}): { line: number; difference: string } | undefined => {
  const wanted = old.split('\n').slice(0, maxWantedLines);
  const wantedPairs = wanted.map(pairsOf);
  const lines = text.split('\n', maxLines);
  const anchor = wanted.findIndex((line) => line.trim() !== '');
  const key = wantedPairs[anchor];
  if (key === undefined) return undefined;
  const best = lines
    .map((line, index) => ({ start: Math.max(index - anchor, 0), score: likeness(key, pairsOf(line)) }))
    .filter(({ score }) => score > lowest)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, maxCandidates)
    .map(({ start }) => ({ start, score: blockLikeness(wantedPairs, lines.slice(start, start + wanted.length)) }))
    .toSorted((one, other) => other.score - one.score)[0];
  if (best === undefined || best.score < lowest) return undefined;
  const found = lines.slice(best.start, best.start + wanted.length);
  const difference = unifiedDiff({ before: wanted.join('\n'), after: found.join('\n'), name: '', maxCharacters: 4_000 });
  const changes = difference.split('\n').filter((line) => !/^(---|\+\+\+|@@|\\)/.test(line));
  return { line: best.start + 1, difference: changes.join('\n') };
};

const maxLines = 10_000;
const maxWantedLines = 60;
const maxColumns = 120;
const maxCandidates = 8;
const lowest = 0.4;

/** The pairs of neighbouring characters of a line, as numbers; white space at the ends does not count. */
const pairsOf = (line: string): ReadonlySet<number> => {
  const text = line.slice(0, maxColumns).trim();
  const pairs = new Set<number>();
  for (let at = 0; at < text.length - 1; at += 1) pairs.add(text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1));
  return pairs;
};

/** How many of their pairs two lines share, from 0 to 1 (Dice). Lines without pairs are alike. */
const likeness = (one: ReadonlySet<number>, other: ReadonlySet<number>): number => {
  if (one.size + other.size === 0) return 1;
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared += 1;
  return (2 * shared) / (one.size + other.size);
};

const blockLikeness = (wanted: readonly ReadonlySet<number>[], found: readonly string[]): number =>
  wanted.reduce((sum, pairs, index) => sum + likeness(pairs, pairsOf(found[index] ?? '')), 0) / wanted.length;
