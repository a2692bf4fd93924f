/** What a page shows in place of something that a machine gave: the first of several is what the page's calls mean. */
export type Names = readonly Readonly<Record<'shown' | 'actual', string>>[];

/** An answer as the page would show it. */
export const toShown = ({ value, names }: { value: unknown; names: Names }): unknown =>
  renamed({ value, pairs: names.map(({ shown, actual }) => [actual, shown]) });

/** What the page shows, as the world of this run calls it. */
export const toActual = ({ value, names }: { value: unknown; names: Names }): unknown =>
  renamed({ value, pairs: names.map(({ shown, actual }) => [shown, actual]) });

type Pairs = readonly (readonly [from: string, to: string])[];

/** Texts are renamed wherever they stand, numbers where they are equal. */
const renamed = ({ value, pairs }: { value: unknown; pairs: Pairs }): unknown => {
  if (typeof value === 'string') return pairs.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  if (typeof value === 'number') return Number(pairs.find(([from]) => from === String(value))?.[1] ?? value);
  if (Array.isArray(value)) return value.map((item) => renamed({ value: item, pairs }));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed({ value: item, pairs })]));
};
