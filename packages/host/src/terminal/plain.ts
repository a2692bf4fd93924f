/** Text that cannot steer a terminal or change the order in which it is read: control and direction characters become visible marks. */
export const plain = (value: unknown): string =>
  String(value ?? '').replaceAll(unsafe, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

/** {@link plain} without line breaks: between our own lines, text from elsewhere must not look like one of them. */
export const onOneLine = (value: unknown): string => plain(value).replaceAll(/[\n\t]+/g, ' ');

// Every control character except the line break and the tab, and the characters that reorder or hide text.
const unsafe = /[^\P{Cc}\n\t]|[\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;
