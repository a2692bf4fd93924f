/** Whether a line is one of a pattern's: its texts between the `<_>` come in this order, from the beginning to the end. */
export const matchesPattern = ({ line, pattern }: { line: string; pattern: string }): boolean => {
  const parts = pattern.split('<_>');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return line.trim() === pattern.trim();
  if (!line.startsWith(first) || !line.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = line.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= line.length - last.length;
};
