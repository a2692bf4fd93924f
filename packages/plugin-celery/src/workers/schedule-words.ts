import type { WireValue } from '../protocol/wire-value.ts';

/**
 * The schedule of a beat entry in words, from what a worker tells: seconds, or Python's text of a crontab, an interval or the sun.
 * Undefined for a text that has no known form; crontabs with lists in them are among those.
 */
export const scheduleWords = (schedule: WireValue | undefined): string | undefined => {
  if (typeof schedule === 'number') return `every ${schedule} s`;
  if (typeof schedule !== 'string') return undefined;
  return crontabWords(schedule) ?? intervalWords(schedule);
};

// The order of the fields changed between versions; the text names it.
const crontab = /^<crontab: (?<fields>.*) \((?<order>m\/h\/d\/dM\/MY|m\/h\/dM\/MY\/d)\)>$/;
const names: Readonly<Record<string, string>> = {
  m: 'minute',
  h: 'hour',
  d: 'day of week',
  dM: 'day of month',
  MY: 'month',
};

const crontabWords = (text: string): string | undefined => {
  const found = crontab.exec(text)?.groups;
  const fields = found?.['fields']?.split(' ') ?? [];
  const order = found?.['order']?.split('/') ?? [];
  if (fields.length !== order.length || found === undefined) return undefined;
  const limits = order.flatMap((key, index) => (fields[index] === '*' ? [] : [`${names[key] ?? key} ${fields[index] ?? ''}`]));
  return limits.length === 0 ? 'every minute' : `at ${limits.join(', ')}`;
};

// Python's text of an interval: 0:10:00 or 1 day, 0:00:00 as a setting, <freq: 10.00 minutes> as a schedule.
const intervalWords = (text: string): string | undefined => {
  const span = /^(?:(?<days>\d+) days?, )?(?<hours>\d{1,2}):(?<minutes>\d\d):(?<seconds>\d\d(?:\.\d+)?)$/.exec(text)?.groups;
  if (span !== undefined) {
    const part = (name: string) => Number(span[name] ?? 0);
    return `every ${part('days') * 86_400 + part('hours') * 3_600 + part('minutes') * 60 + part('seconds')} s`;
  }
  const every = /^<freq: ([\d.]+ [a-z]+)>$/.exec(text)?.[1];
  return every === undefined ? undefined : `every ${every}`;
};
