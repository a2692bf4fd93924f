import { stripVTControlCharacters } from 'node:util';

/** Text of a program without colours and control characters, its empty edges trimmed, at most `max` characters long. */
export const cleanText = ({ text, max }: { text: string; max: number }): string => {
  // Cut before it is cleaned: a report can hold megabytes in one message. Colours take room, so that some is left for them.
  const plain = stripVTControlCharacters(text.slice(0, max * 4))
    .replaceAll('\r\n', '\n')
    // eslint-disable-next-line no-control-regex -- these are the characters to remove
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
    .trim();
  if (plain.length <= max && text.length <= max * 4) return plain.toWellFormed();
  return `${plain.slice(0, max).toWellFormed()} […]`;
};

/** The end of what a program printed, without colours: as much as is worth reading of an output that is made for people. */
export const plainEnd = (text: string): string => stripVTControlCharacters(text.slice(-maxPrinted)).replaceAll('\r\n', '\n');

const maxPrinted = 4 << 20;
