/** Names are short; what is longer is compared by its beginning, so that a huge name costs nothing. */
const longest = 64;
const most = 3;

/** Up to three known names that a mistyped one may mean, nearest first; the same words in another order count as near. */
export const similarNames = ({ name, known }: { name: string; known: Iterable<string> }): readonly string[] => {
  const wanted = shorten(name);
  const sorted = sortWords(wanted);
  // A name of which nothing would stay is no misspelling of another.
  const limit = Math.min(wanted.length - 1, Math.max(2, Math.floor(wanted.length / 3)));
  const found: { candidate: string; distance: number }[] = [];
  for (const candidate of known) {
    const other = shorten(candidate);
    const within = found.length < most ? limit : Math.min(limit, (found.at(-1)?.distance ?? 0) - 1);
    const distance = Math.min(
      editDistance({ from: wanted, to: other, limit: within }),
      1 + editDistance({ from: sorted, to: sortWords(other), limit: within - 1 }),
    );
    if (distance > within) continue;
    found.push({ candidate, distance });
    found.sort((left, right) => left.distance - right.distance);
    if (found.length > most) found.pop();
  }
  return found.map(({ candidate }) => candidate);
};

/** `; did you mean "a" or "b"?`, or nothing when no name is near. */
export const didYouMean = (query: { name: string; known: Iterable<string> }): string => {
  const similar = similarNames(query);
  return similar.length === 0 ? '' : `; did you mean ${similar.map((name) => `"${name}"`).join(' or ')}?`;
};

const shorten = (name: string): string => name.slice(0, longest).toLowerCase();

const sortWords = (name: string): string =>
  name
    .split(/[^a-z0-9]+/)
    .sort()
    .join('_');

// Two rows serve every comparison: a name that nobody knows may be compared with thousands.
let row = new Uint8Array(longest + 1);
let next = new Uint8Array(longest + 1);

/** Levenshtein distance, or anything above `limit` as soon as it cannot be within it. */
const editDistance = ({ from, to, limit }: { from: string; to: string; limit: number }): number => {
  if (Math.abs(from.length - to.length) > limit) return Infinity;
  for (let column = 0; column <= to.length; column++) row[column] = column;
  for (let line = 1; line <= from.length; line++) {
    const letter = from.charCodeAt(line - 1);
    let left = line;
    let least = line;
    next[0] = line;
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to.charCodeAt(column - 1) ? 0 : 1);
      left = Math.min(replaced, (row[column] ?? 0) + 1, left + 1);
      next[column] = left;
      if (left < least) least = left;
    }
    if (least > limit) return Infinity;
    [row, next] = [next, row];
  }
  return row[to.length] ?? 0;
};
