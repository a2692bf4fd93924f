/**
 * Where an answer differs from an excerpt of it; empty when it does not. An object shows some of its fields, a list its first items and `"…"` for
 * the rest (without it the list ends there), a text may leave out parts with `…`. Everything else is equal.
 */
export const differences = ({
  excerpt,
  actual,
  place = '',
}: {
  excerpt: unknown;
  actual: unknown;
  place?: string;
}): readonly string[] => {
  if (typeof excerpt === 'string' && excerpt.includes('…')) {
    return typeof actual === 'string' && patternOf(excerpt).test(actual) ? [] : [say({ place, excerpt, actual })];
  }
  if (Array.isArray(excerpt)) return listDifferences({ excerpt, actual, place });
  if (!isObject(excerpt)) return Object.is(excerpt, actual) ? [] : [say({ place, excerpt, actual })];
  if (!isObject(actual)) return [say({ place, excerpt, actual })];
  return Object.entries(excerpt).flatMap(([key, value]) =>
    key in actual
      ? differences({ excerpt: value, actual: actual[key], place: `${place}.${key}` })
      : [`${place}.${key} is missing`],
  );
};

const listDifferences = ({
  excerpt,
  actual,
  place,
}: {
  excerpt: readonly unknown[];
  actual: unknown;
  place: string;
}): readonly string[] => {
  if (!Array.isArray(actual)) return [say({ place, excerpt, actual })];
  const goesOn = excerpt.at(-1) === '…';
  const items = goesOn ? excerpt.slice(0, -1) : excerpt;
  if (goesOn ? actual.length < items.length : actual.length !== items.length) {
    return [`${place} has ${actual.length} items, shown are ${items.length}${goesOn ? ' and more' : ''}`];
  }
  return items.flatMap((item, index) => differences({ excerpt: item, actual: actual[index], place: `${place}[${index}]` }));
};

const say = ({ place, excerpt, actual }: { place: string; excerpt: unknown; actual: unknown }): string =>
  `${place === '' ? 'the answer' : place} is ${JSON.stringify(actual)?.slice(0, 400)}, shown is ${JSON.stringify(excerpt)?.slice(0, 400)}`;

const patternOf = (excerpt: string): RegExp =>
  new RegExp(
    `^${excerpt
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('[\\s\\S]*')}$`,
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
