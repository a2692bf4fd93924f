/** Those names that somebody who wrote `name` may have meant, best first. */
export const similarNames = ({
  name,
  among,
  limit = 3,
}: {
  name: string;
  among: Iterable<string>;
  limit?: number;
}): readonly string[] =>
  [...new Set(among)]
    .map((candidate) => ({ candidate, distance: distanceOf({ name, candidate }) }))
    .filter(({ distance }) => distance <= 0.4)
    .toSorted((one, other) => one.distance - other.distance || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);

/** 0 = the same, 1 = nothing in common. Task names differ mostly in their module, so the last part counts as well. */
const distanceOf = ({ name, candidate }: { name: string; candidate: string }): number => {
  const [one, other] = [name.toLowerCase(), candidate.toLowerCase()];
  const whole = edits(one, other) / Math.max(one.length, other.length, 1);
  const [tail, otherTail] = [lastPart(one), lastPart(other)];
  const last = edits(tail, otherTail) / Math.max(tail.length, otherTail.length, 1);
  return Math.min(whole, last + 0.1);
};

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** How many characters have to be changed, put in or left out (Levenshtein). */
const edits = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 0; at < other.length; at += 1) {
      const change = (row[at] ?? 0) + (other[at] === character ? 0 : 1);
      next.push(Math.min(change, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? one.length;
};
