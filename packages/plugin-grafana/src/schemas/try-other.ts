/** The end of a sentence that says that nothing was found: what may be tried, of that which the caller asked for. */
export const tryOther = (ways: readonly (string | false)[]): string => {
  const given = ways.filter((way) => way !== false);
  return given.length === 0 ? '.' : `: try ${alternatives.format(given)}.`;
};

const alternatives = new Intl.ListFormat('en', { type: 'disjunction' });
