/**
 * True when the whole name fits the pattern: `*` stands for any characters, `?` for one, everything else for itself. Takes time in
 * proportion to the product of both lengths, whatever the pattern.
 */
export const matchesPattern = ({ pattern, name }: { pattern: string; name: string }): boolean => {
  let at = 0;
  let read = 0;
  let starAt = -1;
  let starRead = 0;
  while (read < name.length) {
    if (pattern[at] === '*') {
      starAt = at;
      starRead = read;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[read])) {
      at += 1;
      read += 1;
    } else if (starAt !== -1) {
      // The last star takes one character more.
      at = starAt + 1;
      starRead += 1;
      read = starRead;
    } else return false;
  }
  return pattern.slice(at).replaceAll('*', '') === '';
};

export const matchesAny = ({ patterns, name }: { patterns: readonly string[]; name: string }): boolean =>
  patterns.some((pattern) => matchesPattern({ pattern, name }));
