/** A number with the words that go with it: `1 worker has`, `3 workers have`. */
export const amount = ({ count, one, many }: { count: number; one: string; many: string }): string =>
  `${count} ${count === 1 ? one : many}`;
