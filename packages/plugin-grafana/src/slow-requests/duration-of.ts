import type { LogField } from '../patterns/json-tokens.ts';

/** How long something took, and where the line says so. */
export interface FoundDuration {
  readonly ms: number;
  /** The name of the field, or the word in the text. */
  readonly source: string;
  /** Whether the unit is a guess, because neither the name nor the value has one. */
  readonly isAssumed: boolean;
}

/** The duration in a line's fields, the longest where there are several; else the one that its text speaks of. */
export const durationOf = ({ fields, text }: { fields: readonly LogField[]; text: string }): FoundDuration | undefined => {
  const found = fields.flatMap(ofField).toSorted((one, other) => other.ms - one.ms);
  return found[0] ?? ofText(text);
};

/** Milliseconds of `1m2.5s`, `250ms` or `1.5µs`; nothing for other text. */
export const parseDuration = (text: string): number | undefined => {
  const trimmed = text.trim();
  if (trimmed.length > 40 || !duration.test(trimmed)) return undefined;
  return [...trimmed.matchAll(part)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (perUnit[(unit ?? '').toLowerCase()] ?? Number.NaN),
    0,
  );
};

const ofField = ({ key, value }: LogField): readonly FoundDuration[] => {
  const unit = unitOf(key);
  if (value === undefined || unit === undefined) return [];
  const found = typeof value === 'string' ? parseDuration(value) : undefined;
  if (found !== undefined) return [{ ms: found, source: key, isAssumed: false }];
  const number = typeof value === 'number' ? value : /^\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 0)) return [];
  if (unit !== 'none') return [{ ms: number * (perUnit[unit] ?? 1), source: key, isAssumed: false }];
  // Fractions are how programs write seconds, whole numbers how they write milliseconds.
  return [{ ms: Number.isInteger(number) ? number : number * 1_000, source: key, isAssumed: true }];
};

/** The unit in the name of a duration field, `none` where it has none; undefined for other fields. */
const unitOf = (key: string): string | undefined => {
  const words = key
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]/);
  const unit = words.map((word) => unitWords.get(word)).findLast((found) => found !== undefined);
  if (words.some((word) => durationWords.has(word))) return unit ?? 'none';
  const isTime = words.at(-1) === 'time' && words.some((word) => timedWords.has(word));
  if (isTime || (words.includes('time') && words.includes('taken'))) return unit ?? 'none';
  return unit === 'ms' && words.length <= 2 ? 'ms' : undefined;
};

const ofText = (text: string): FoundDuration | undefined => {
  const [, word, amount] = spokenDuration.exec(text) ?? [];
  const [, bare = ''] = amount === undefined ? (lastMilliseconds.exec(text) ?? []) : [];
  const ms = parseDuration((amount ?? bare).replaceAll(' ', ''));
  const source = word === undefined ? 'text "… ms"' : `text "${word.toLowerCase()} …"`;
  return ms === undefined ? undefined : { ms, source, isAssumed: false };
};

const perUnit: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  sec: 1_000,
  secs: 1_000,
  second: 1_000,
  seconds: 1_000,
  m: 60_000,
  min: 60_000,
  minutes: 60_000,
  h: 3_600_000,
};
const units = 'ns|us|µs|μs|ms|seconds|second|secs|sec|s|minutes|min|m|h';
const duration = new RegExp(`^(?:\\d{1,12}(?:\\.\\d{1,12})?\\s?(?:${units}))+$`, 'i');
const part = new RegExp(`(\\d+(?:\\.\\d+)?)\\s?(${units})`, 'gi');
const spokenDuration = new RegExp(
  `\\b(took|taken|elapsed|duration|latency|completed in|finished in|done in|served in|after|in)[:= ]{1,3}(\\d{1,12}(?:\\.\\d{1,12})?\\s?(?:${units})(?:\\d{1,12}(?:\\.\\d{1,12})?(?:${units}))*)(?![\\w/])`,
  'i',
);
const lastMilliseconds = /(?:^|[\s(=])(\d{1,12}(?:\.\d{1,12})?\s?ms)\b/;
const unitWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ms: 'ms',
    msec: 'ms',
    millis: 'ms',
    milliseconds: 'ms',
    s: 's',
    sec: 's',
    secs: 's',
    seconds: 's',
    us: 'us',
    micros: 'us',
    microseconds: 'us',
    ns: 'ns',
    nanos: 'ns',
    nanoseconds: 'ns',
  }),
);
const durationWords: ReadonlySet<string> = new Set(['duration', 'dur', 'elapsed', 'latency', 'took', 'rt']);
const timedWords: ReadonlySet<string> = new Set([
  'request',
  'response',
  'processing',
  'execution',
  'exec',
  'upstream',
  'query',
  'total',
  'render',
  'service',
  'wait',
]);
