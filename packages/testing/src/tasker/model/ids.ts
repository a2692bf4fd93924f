const codes = {
  task: '0a01',
  step: '0a02',
  namedStep: '0a03',
  audit: '0a04',
  transition: '0a05',
  correlation: '0a06',
  dlq: '0a07',
  worker: '0a08',
  template: '0a09',
} as const;
type IdKind = keyof typeof codes;

/** A UUID of version 7's shape that is the same in every run, so that tests and documents can name it. */
export const idOf = (kind: IdKind, index: number): string =>
  `0199${codes[kind]}-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

/** Counts upwards for each kind, from a number that the constants of the seed stay below. */
export type Ids = (kind: IdKind) => string;

export const createIds = (): Ids => {
  const counts = new Map<IdKind, number>();
  return (kind) => {
    const count = (counts.get(kind) ?? 0x1000) + 1;
    counts.set(kind, count);
    return idOf(kind, count);
  };
};
