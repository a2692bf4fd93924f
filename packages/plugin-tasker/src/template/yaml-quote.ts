/**
 * Writes one text as a YAML scalar on one line, so that every YAML 1.1 and 1.2 parser reads exactly this text back.
 * Only plain words stay without quotes; what cannot be printed is escaped.
 */
export const yamlQuote = (text: string): string => (isPlain(text) ? text : `"${escaped(text.toWellFormed())}"`);

const isPlain = (text: string): boolean => /^[A-Za-z][\w./-]*$/.test(text) && !words.test(text);

// What some parser takes for a boolean, a number, null, or an infinity.
const words = /^(?:y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

const escaped = (text: string): string =>
  [...text].map((character) => (/[\\"]/.test(character) ? `\\${character}` : printable(character))).join('');

const printable = (character: string): string => {
  // Spaces other than the usual one look like it and are not it; what is invisible would be lost on its way to a reader.
  const isVisible = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character) && !/^\p{Default_Ignorable_Code_Point}$/u.test(character);
  if (character === ' ' || isVisible) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code === 10) return String.raw`\n`;
  return code > 0xff_ff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};
