/** The names that a caller may have meant, nearest first: a few letters off, or one within the other. */
export const nearNames = ({ name, names }: { readonly name: string; readonly names: readonly string[] }): readonly string[] => {
  const wanted = name.toLowerCase();
  return [...new Set(names)]
    .map((one) => ({ one, distance: farness(wanted, one.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .toSorted((left, right) => left.distance - right.distance || (left.one < right.one ? -1 : 1))
    .slice(0, 5)
    .map(({ one }) => one);
};

const farness = (one: string, other: string): number =>
  one.includes(other) || other.includes(one) ? 1 : editDistance(one.slice(0, longest), other.slice(0, longest));

// A name is short; more would only cost time.
const longest = 64;

const editDistance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_value, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, candidate] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === candidate ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
