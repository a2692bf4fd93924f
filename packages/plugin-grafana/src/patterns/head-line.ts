/**
 * What stands for a text of several lines: the first one with something in it; of a Python traceback the exception at its end; and with it
 * the root cause that a Java trace names. The frames differ by call path and tell nothing about the kind of error.
 */
export const headLine = (text: string): string => {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0]?.trim() ?? '';
  if (first.startsWith('Traceback (most recent call last)')) {
    const raised = lines.findLast((line, index) => index > 0 && !/^\s/.test(line));
    return raised === undefined ? first : `Traceback: ${raised.trim()}`;
  }
  const cause = lines.findLast((line) => line.startsWith('Caused by: '));
  return cause === undefined ? first : `${first} ${cause.trim()}`;
};
