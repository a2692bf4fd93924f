import { invisible } from '@lineclear/core/plugin';

/** Text that cannot steer a terminal or change the order in which it is read: control characters, and those that nobody sees, become visible marks. */
export const plain = (value: unknown): string =>
  String(value ?? '').replaceAll(unsafe, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

/** {@link plain} without line breaks: between our own lines, text from elsewhere must not look like one of them. */
export const onOneLine = (value: unknown): string => plain(value).replaceAll(/[\n\t]+/g, ' ');

// What answers are cleaned of, and the separators that some terminals take for the end of a line.
const unsafe = new RegExp(`${invisible.source}|[\\u2028\\u2029]`, 'g');
