/** A number with its noun: `1 line`, `2 lines`. */
export const counted = ({ count, one, many = `${one}s` }: { count: number; one: string; many?: string }): string =>
  `${count} ${count === 1 ? one : many}`;
