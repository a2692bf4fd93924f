import { unifiedDiff } from './unified-diff.ts';

/** Where a text almost is, and what is different there. Looks at a bounded part of a large file; `undefined` when nothing is similar. */
export const describeNearest = ({
  text,
  old,
}: {
  text: string;
  old: string;
}): { line: number; difference: string } | undefined => {
  const wanted = old.split('\n').slice(0, maxWantedLines);
  const lines = text.split('\n', maxLines);
  const anchor = wanted.findIndex((line) => line.trim() !== '');
  const key = wanted[anchor];
  if (key === undefined) return undefined;
  const candidates = lines
    .map((line, index) => ({
      start: index - anchor,
      likeness: likeness({ one: key.slice(0, maxColumns), other: line.slice(0, maxColumns) }),
    }))
    .filter((candidate) => candidate.likeness > 0.4)
    .toSorted((one, other) => other.likeness - one.likeness)
    .slice(0, maxCandidates)
    .map(({ start }) => ({
      start,
      score: blockLikeness({ wanted, found: lines.slice(Math.max(start, 0), start + wanted.length) }),
    }));
  const best = candidates.toSorted((one, other) => other.score - one.score)[0];
  if (best === undefined || best.score < 0.4) return undefined;
  const start = Math.max(best.start, 0);
  const found = lines.slice(start, start + wanted.length);
  const difference = unifiedDiff({ before: wanted.join('\n'), after: found.join('\n'), name: '', maxCharacters: 4_000 });
  return {
    line: start + 1,
    difference: difference
      .split('\n')
      .filter((line) => !/^(---|\+\+\+|@@|\\)/.test(line))
      .join('\n'),
  };
};

const maxLines = 20_000;
const maxWantedLines = 100;
const maxColumns = 200;
const maxCandidates = 8;

/** How many pairs of characters two lines share, from 0 to 1 (Dice); white space at the ends does not count. */
const likeness = ({ one, other }: { one: string; other: string }): number => {
  const [left, right] = [one.trim(), other.trim()];
  if (left === right) return 1;
  if (left.length < 2 || right.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < left.length - 1; at += 1) pairs.set(left.slice(at, at + 2), (pairs.get(left.slice(at, at + 2)) ?? 0) + 1);
  let shared = 0;
  for (let at = 0; at < right.length - 1; at += 1) {
    const rest = pairs.get(right.slice(at, at + 2)) ?? 0;
    if (rest === 0) continue;
    shared += 1;
    pairs.set(right.slice(at, at + 2), rest - 1);
  }
  return (2 * shared) / (left.length + right.length - 2);
};

const blockLikeness = ({ wanted, found }: { wanted: readonly string[]; found: readonly string[] }): number =>
  wanted.reduce(
    (sum, line, index) => sum + likeness({ one: line.slice(0, maxColumns), other: (found[index] ?? '').slice(0, maxColumns) }),
    0,
  ) / wanted.length;
