/** Splits a command into words. Quotes of both kinds hold a word together; nothing else has a meaning, as no shell is involved. */
export const splitWords = (command: string): readonly string[] => {
  const words = command.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_whole, double?: string, single?: string) => double ?? single ?? ''),
  );
};
