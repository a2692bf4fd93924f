import { oneLine } from '../text/safe-text.ts';

/** A line comment about a part of the template. `about` comes first, so that no tool takes the text for an instruction to it. */
export const comment = ({ sign, about, text }: { sign: string; about: string; text: string | undefined }): readonly string[] => {
  const line = text === undefined ? '' : oneLine({ text });
  // A second # would let linters of Python and Ruby read switches in it.
  return line === '' ? [] : [`${sign} ${oneLine({ text: about, max: 80 })}: ${line.replaceAll('#', '')}`];
};

/** A string literal in double quotes. Letters, digits and printable ASCII stay; `escape` writes everything else. */
export const quoted = ({
  text,
  special,
  escape,
}: {
  text: string;
  special: RegExp;
  escape: (code: number) => string;
}): string => {
  const inside = [...text.toWellFormed()].map((character) => {
    if (character === '\\' || character === '"' || special.test(character)) return `\\${character}`;
    return /^[ -~\p{L}\p{N}]$/u.test(character) ? character : escape(character.codePointAt(0) ?? 0);
  });
  return `"${inside.join('')}"`;
};

/** Nothing needs a backslash beyond the quote and the backslash itself. */
export const noSpecial = /(?!)/;

export const hex = (code: number, digits = 0): string => code.toString(16).padStart(digits, '0');

/** Lines with deeper indentation; empty ones stay empty. */
export const indented = ({ lines, by }: { lines: readonly string[]; by: string }): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${by}${line}`));

/** Parts with an empty line between them, and a line end at the end. */
export const toFile = (...parts: readonly (readonly string[])[]): string =>
  `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;

/** A list of words, for tables of reserved names. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
