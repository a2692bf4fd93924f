/** A name from the server inside a sentence of ours: in quotes, escaped and short, so that it cannot pass for our own words. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length <= longest ? name : `${name.slice(0, longest).toWellFormed()}…`)
    // JSON leaves these two alone, and they end a line all the same.
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);

/** One plain word, such as the name of a state or of a step, as it is; everything else {@link quoted}. */
export const asWord = (name: string): string => (plainWord.test(name) ? name : quoted(name));

const longest = 80;
const plainWord = /^[\p{L}\p{N}_][\p{L}\p{N}_.:+-]{0,79}$/u;
