import { quoted } from '@lineclear/core/plugin';

/** A name or value from a server inside a sentence of ours: as it is where it is a plain word, and in quotes otherwise. */
export const shownName = (text: string): string =>
  /^[A-Za-z_:][A-Za-z0-9_:.-]{0,199}$/.test(text) ? text : quoted(text.replaceAll(/[\p{C}\p{Z}\s]+/gu, ' '));

/** Several of them, and how many more there are. */
export const shownNames = ({ texts, count }: { texts: readonly string[]; count: number }): string => {
  const shown = texts.slice(0, count).map(shownName).join(', ');
  return texts.length <= count ? shown : `${shown} and ${texts.length - count} more`;
};
