import { setImmediate } from 'node:timers/promises';

/** The same words at several places of a token list. */
export interface Duplicate {
  readonly tokens: number;
  /** Where it begins, as indices of tokens, in ascending order. */
  readonly starts: readonly number[];
}

/**
 * Finds blocks that stand at more than one place, each as long as it goes. They begin and end with whole lines and do not overlap their
 * copies. Every candidate is compared token by token, so what is found is the same for certain. The largest come first.
 */
export const findDuplicates = async (request: {
  ids: Int32Array;
  lines: Int32Array;
  minTokens: number;
  minLines: number;
  signal: AbortSignal;
}): Promise<readonly Duplicate[]> => {
  const { ids, lines, minTokens, signal } = request;
  const hashOf = windowHashes({ ids, size: minTokens });
  const seen = new Map<number, number[]>();
  const groups = new Map<string, { tokens: number; starts: Set<number> }>();
  let [free, turns] = [0, 0];
  for (let at = 0; at + minTokens < ids.length; at += 1) {
    if (at > 0 && lines[at] === lines[at - 1] && (ids[at - 1] ?? -1) >= 0) continue;
    turns += 1;
    if (turns % linesPerTurn === 0) await setImmediate(undefined, { signal });
    const hash = hashOf(at);
    const before = seen.get(hash);
    // Lines inside a block that was found are only remembered.
    const found = at < free || before === undefined ? undefined : longest({ request, at, before });
    if (found !== undefined) {
      addTo({ groups, found, at });
      free = at + found.tokens;
    }
    if (before === undefined) seen.set(hash, [at]);
    else if (before.length < maxCandidates) before.push(at);
  }
  return [...groups.values()]
    .map(({ tokens, starts }) => ({ tokens, starts: apart({ tokens, starts }) }))
    .toSorted((one, other) => other.tokens - one.tokens || (one.starts[0] ?? 0) - (other.starts[0] ?? 0));
};

const linesPerTurn = 5_000;
/** How many earlier places with the same beginning are compared. */
const maxCandidates = 16;

/** Repeated lines are the same as themselves some lines later: of places that overlap, the first. */
const apart = ({ tokens, starts }: { tokens: number; starts: ReadonlySet<number> }): readonly number[] => {
  const kept: number[] = [];
  for (const start of [...starts].toSorted((one, other) => one - other)) {
    if (start >= (kept.at(-1) ?? -tokens) + tokens) kept.push(start);
  }
  return kept;
};

/** A hash of the `size` tokens from any place on, in constant time; collisions are possible. */
const windowHashes = ({ ids, size }: { ids: Int32Array; size: number }): ((at: number) => number) => {
  const base = 0x01000193;
  const prefix = new Int32Array(ids.length + 1);
  for (let at = 0; at < ids.length; at += 1) prefix[at + 1] = (Math.imul(prefix[at] ?? 0, base) + (ids[at] ?? 0) + 7) | 0;
  let power = 1;
  for (let count = 0; count < size; count += 1) power = Math.imul(power, base);
  return (at) => ((prefix[at + size] ?? 0) - Math.imul(prefix[at] ?? 0, power)) | 0;
};

interface Found {
  readonly tokens: number;
  /** The earlier places that are the same over this length. */
  readonly starts: readonly number[];
}
type Request = Parameters<typeof findDuplicates>[0];

const longest = ({ request, at, before }: { request: Request; at: number; before: readonly number[] }): Found | undefined => {
  const candidates = before.map((start) => ({
    start,
    tokens: wholeLines({ request, at, tokens: common({ ids: request.ids, at, start }) }),
  }));
  const tokens = Math.max(
    ...candidates.filter((candidate) => longEnough({ request, at, ...candidate })).map((candidate) => candidate.tokens),
  );
  return tokens < request.minTokens
    ? undefined
    : { tokens, starts: candidates.filter((candidate) => candidate.tokens >= tokens).map(({ start }) => start) };
};

/** How many tokens are the same from both places on, without running into the later one. */
const common = ({ ids, at, start }: { ids: Int32Array; at: number; start: number }): number => {
  const most = Math.min(at - start, ids.length - at);
  let count = 0;
  while (count < most && ids[start + count] === ids[at + count]) count += 1;
  return count;
};

/** Cut back to the last end of a line. */
const wholeLines = ({ request, at, tokens }: { request: Request; at: number; tokens: number }): number => {
  const { lines } = request;
  let length = tokens;
  while (length > 0 && lines[at + length] === lines[at + length - 1]) length -= 1;
  return length;
};

const longEnough = (block: { request: Request; at: number; start: number; tokens: number }): boolean => {
  const { request, at, start, tokens } = block;
  const count = (from: number) => (request.lines[from + tokens - 1] ?? 0) - (request.lines[from] ?? 0) + 1;
  return tokens >= request.minTokens && Math.min(count(at), count(start)) >= request.minLines;
};

const addTo = ({
  groups,
  found,
  at,
}: {
  groups: Map<string, { tokens: number; starts: Set<number> }>;
  found: Found;
  at: number;
}): void => {
  const key = `${found.starts[0]}:${found.tokens}`;
  const group = groups.get(key) ?? { tokens: found.tokens, starts: new Set<number>() };
  for (const start of [...found.starts, at]) group.starts.add(start);
  groups.set(key, group);
};
