/**
 * Whether a pattern fits some of what a target stands for. In the pattern `*` is any text, as everywhere in policy; in the target it is any
 * text without a slash, the name of one part.
 */
export const fitsSome = ({ pattern, target }: { pattern: string; target: string }): boolean => {
  // Whether what is left of both from here on can be the same text; the last places first.
  let below: boolean[] = [];
  for (let at = pattern.length; at >= 0; at -= 1) {
    const row: boolean[] = [];
    for (let next = target.length; next >= 0; next -= 1) {
      const [wanted, given] = [pattern[at], target[next]];
      if (wanted === undefined && given === undefined) row[next] = true;
      else if (wanted === '*') row[next] = below[next] === true || (given !== undefined && row[next + 1] === true);
      else if (given === '*')
        row[next] = row[next + 1] === true || (wanted !== undefined && wanted !== '/' && below[next] === true);
      else row[next] = wanted !== undefined && wanted === given && below[next + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
};
