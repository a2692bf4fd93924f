/** What can be tried at the place of an error, and its name for people. */
const candidates: readonly { readonly insert: string; readonly name: string }[] = [
  { insert: ')', name: ')' },
  { insert: ']', name: ']' },
  { insert: '}', name: '}' },
  { insert: ',', name: ',' },
  { insert: '[5m]', name: 'a range such as [5m]' },
  { insert: '="v"', name: 'a value such as ="v"' },
  { insert: '"v"', name: 'a quoted string' },
  { insert: ' + ', name: 'an operator' },
  { insert: ' x ', name: 'an expression' },
  { insert: 'v="v"', name: 'a matcher such as name="value"' },
  { insert: '5m', name: 'a duration such as 5m' },
  { insert: '1', name: 'a number' },
];

/**
 * Names what a grammar would accept at an error, found by trying: a parser's tables do not say it in words that people know. What repairs
 * the whole text comes before what only moves the error on; at most three.
 */
export const expectedAt = ({
  text,
  offset,
  firstError,
}: {
  text: string;
  offset: number;
  firstError: (candidate: string) => number | undefined;
}): readonly string[] => {
  const tried = candidates.map(({ insert, name }) => {
    const error = firstError(text.slice(0, offset) + insert + text.slice(offset));
    return { name, gain: error === undefined ? Number.POSITIVE_INFINITY : error - offset - insert.length };
  });
  const whole = tried.filter(({ gain }) => gain === Number.POSITIVE_INFINITY);
  const some = whole.length > 0 ? whole : tried.filter(({ gain }) => gain > 0);
  return some.slice(0, 3).map(({ name }) => name);
};
