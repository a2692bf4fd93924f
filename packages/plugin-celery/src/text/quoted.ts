/** A name from a worker, a queue or a message inside a sentence of ours: in quotes, escaped and short, so that it cannot pass for our own words. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length <= longest ? name : `${name.slice(0, longest).toWellFormed()}…`)
    // JSON leaves these two alone, and they end a line all the same.
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);

/** Several names in one sentence; of more than five only the number of the others. */
export const quotedList = (names: readonly string[]): string => {
  const others = names.length - mostNames;
  return [...names.slice(0, mostNames).map(quoted), ...(others > 0 ? [`${others} more`] : [])].join(', ');
};

const longest = 80;
const mostNames = 5;
