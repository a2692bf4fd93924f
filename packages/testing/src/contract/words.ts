/** The number of words of a text. */
export const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/** The text up to the first full stop, exclamation or question mark; `undefined` when there is none. */
export const firstSentence = (text: string): string | undefined => /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0];
