const longest = 80;

/**
 * A name from a backend inside a sentence of ours: in quotes, escaped and at most 80 characters, so that it cannot pass for our own words.
 */
export const quoted = (name: string): string =>
  JSON.stringify(name.length <= longest ? name : `${name.slice(0, longest).toWellFormed()}…`)
    // JSON leaves these two alone, and they end a line all the same.
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
