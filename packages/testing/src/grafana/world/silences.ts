import type { SilenceMatcher, SilenceRecord } from '../model/records.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether a silence is in force, will be, or was. */
export const silenceState = ({ startsAtMs, endsAtMs }: SilenceRecord, nowMs: number): 'active' | 'pending' | 'expired' => {
  if (endsAtMs <= nowMs) return 'expired';
  return startsAtMs <= nowMs ? 'active' : 'pending';
};

export const matchesAll = (matchers: readonly SilenceMatcher[], labels: Labels): boolean =>
  matchers.every(({ name, value, isRegex, isEqual }) => {
    const actual = labels[name] ?? '';
    return (isRegex ? new RegExp(`^(?:${value})$`).test(actual) : actual === value) === isEqual;
  });

/** A matcher as the filters of the address have it: `severity="critical"`, `job=~"tunnel.*"`. */
export const parseFilter = (text: string): SilenceMatcher | undefined => {
  const [, name, operator, quoted, bare] =
    /^\s*([A-Za-z_][\w.]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|(.*))\s*$/.exec(text) ?? [];
  if (name === undefined || operator === undefined) return undefined;
  return { name, value: quoted ?? bare ?? '', isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
};
