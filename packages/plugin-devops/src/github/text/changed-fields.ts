import { isDeepStrictEqual } from 'node:util';

/** The fields that differ, each before and after as JSON; for previews of settings. */
export const changedFields = ({
  before,
  after,
}: {
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
}): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    if (isDeepStrictEqual(before[name], after[name])) return [];
    const line = (mark: string, value: unknown) => (value === undefined ? [] : [`${mark} ${name}: ${JSON.stringify(value)}`]);
    return [...line('-', before[name]), ...line('+', after[name])];
  });
