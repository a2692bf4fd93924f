/** A text of somebody else on one line, and not longer than so many characters. */
export const oneLine = ({ text, characters }: { text: string; characters: number }): string => {
  const flat = text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return flat.length <= characters ? flat : `${flat.slice(0, characters - 1).toWellFormed()}…`;
};
