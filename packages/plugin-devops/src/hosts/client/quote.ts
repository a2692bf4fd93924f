/**
 * One word for a POSIX shell that becomes exactly this text again. Quotes and backslashes stand outside of the quoted parts, because
 * fish, which people have as a login shell, reads a backslash inside of quotes. A NUL cannot be an argument of any program.
 */
export const quoteWord = (text: string): string => {
  if (text.includes('\0')) throw new TypeError('An argument cannot hold a NUL character.');
  return `'${text.replaceAll(/['\\]/g, String.raw`'\$&'`)}'`;
};

/** The words of a command line that a shell splits into exactly these arguments. */
export const quoteWords = (words: readonly string[]): string => words.map(quoteWord).join(' ');
