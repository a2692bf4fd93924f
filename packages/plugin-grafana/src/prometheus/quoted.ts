/** A name or value from a server inside a sentence of ours: short, and in quotes where it is no plain word. */
export const quoted = (text: string): string => {
  if (/^[A-Za-z_:][A-Za-z0-9_:.-]{0,199}$/.test(text)) return text;
  const line = text.replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ');
  return JSON.stringify(line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`);
};

/** Several of them, and how many more there are. */
export const quotedList = ({ texts, count }: { texts: readonly string[]; count: number }): string => {
  const shown = texts.slice(0, count).map(quoted).join(', ');
  return texts.length <= count ? shown : `${shown} and ${texts.length - count} more`;
};

const longest = 80;
