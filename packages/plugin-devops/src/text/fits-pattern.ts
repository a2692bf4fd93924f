/** Whether a text fits a pattern in which `*` stands for any characters, none included. Takes linear time. */
export const fitsPattern = ({ pattern, text }: { pattern: string; text: string }): boolean => {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === text;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  // The earliest place leaves the most room for the parts that follow, so no choice is ever taken back.
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
};
