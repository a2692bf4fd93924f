/** Names that somebody may have meant, the most similar first: by the pairs of letters that they share. */
export const nearestNames = ({
  wanted,
  names,
  count = 5,
}: {
  wanted: string;
  names: readonly string[];
  count?: number;
}): readonly string[] => {
  const pairs = pairsOf(wanted);
  return names
    .map((name) => ({ name, likeness: likeness(pairs, pairsOf(name)) }))
    .filter((candidate) => candidate.likeness >= alike)
    .sort((one, other) => other.likeness - one.likeness || (one.name < other.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
};

/** Below this, names only have common syllables. */
const alike = 0.4;

const pairsOf = (name: string): ReadonlySet<string> => {
  const text = ` ${name.toLowerCase()} `;
  return new Set(Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2)));
};

const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared += 1;
  return (2 * shared) / (one.size + other.size);
};
