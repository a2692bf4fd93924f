export type LineEndings = 'lf' | 'crlf' | 'mixed' | 'none';

export const lineEndingsOf = (text: string): LineEndings => {
  const all = count({ text, part: '\n' });
  const crlf = count({ text, part: '\r\n' });
  if (all === 0) return 'none';
  if (crlf === 0) return 'lf';
  return crlf === all ? 'crlf' : 'mixed';
};

/** The lines without their endings; a final line ending makes no empty last line. */
export const toLines = (text: string): readonly string[] => {
  if (text === '') return [];
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return text.endsWith('\n') ? lines.slice(0, -1) : lines;
};

/** How often `part` occurs, without overlaps. */
export const count = ({ text, part }: { text: string; part: string }): number => {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
};

export const lineCount = (text: string): number => count({ text, part: '\n' }) + (text.endsWith('\n') || text === '' ? 0 : 1);

/** A line of at most `max` characters, and how many follow. */
export const cutLine = (text: string, max = 2_000): string =>
  text.length <= max ? text : `${text.slice(0, max).toWellFormed()} [… ${text.length - max} more characters]`;

/** The first lines of a text that fit, and how many were left out. */
export const cutLines = ({ text, maxCharacters }: { text: string; maxCharacters: number }): string => {
  if (text.length <= maxCharacters) return text;
  const end = text.lastIndexOf('\n', maxCharacters);
  const kept = text.slice(0, end === -1 ? maxCharacters : end);
  return `${kept}\n[… ${lineCount(text.slice(kept.length))} more lines left out …]`;
};
