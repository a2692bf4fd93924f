/** A name from the server inside a sentence of ours: in quotes, escaped and short, so that it cannot pass for our own words. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length <= longest ? name : `${name.slice(0, longest).toWellFormed()}…`);

const longest = 80;
