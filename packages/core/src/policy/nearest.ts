/** The known name that a mistyped one most likely means, or `undefined` when none is close. */
export const nearestName = ({ name, known }: { name: string; known: Iterable<string> }): string | undefined => {
  const wanted = name.slice(0, longest).toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const found = distance(wanted, candidate.slice(0, longest).toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
};

/** A hint that names the likely name first, then what exists. */
export const didYouMean = ({ name, known }: { name: string; known: readonly string[] }): string => {
  const nearest = nearestName({ name, known });
  const all = known.length === 0 ? 'There are none.' : `Known: ${known.join(', ')}.`;
  return nearest === undefined ? all : `Did you mean "${nearest}"? ${all}`;
};

/** Names are short; what is longer is compared by its beginning, so that a huge key costs nothing. */
const longest = 64;

/** Letters that were added, left out, replaced or swapped with their neighbour (optimal string alignment). */
const distance = (from: string, to: string): number => {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_value, index) => index)];
  for (let at = 1; at <= from.length; at++) {
    const row = [at];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[at - 1] === to[column - 1];
      const isSwapped = at > 1 && column > 1 && from[at - 1] === to[column - 2] && from[at - 2] === to[column - 1];
      row.push(
        Math.min(
          (rows[at - 1]?.[column - 1] ?? 0) + (isSame ? 0 : 1),
          (rows[at - 1]?.[column] ?? 0) + 1,
          (row[column - 1] ?? 0) + 1,
          isSwapped ? (rows[at - 2]?.[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
  }
  return rows.at(-1)?.[to.length] ?? 0;
};
