/** What is needed to read times that name no zone or no year. */
export interface Calendar {
  /** Minutes that the host's clock is ahead of UTC. */
  readonly zoneMinutes: number;
  readonly nowMs: number;
}

/** When a line was written, in milliseconds since the epoch, where it begins with a time in one of the usual forms. */
export const timeOfLine = (line: string, calendar: Calendar): number | undefined => {
  const start = line.slice(0, longestStart);
  for (const read of readers) {
    const time = read(start, calendar);
    if (time !== undefined && Number.isFinite(time)) return time;
  }
  return undefined;
};

const longestStart = 2_000;
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

// 2026-01-31T08:00:00.123Z, 2026-01-31 08:00:00,123
const iso = (line: string, { zoneMinutes }: Calendar): number | undefined => {
  const found = /^[^\w]{0,2}(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))? ?(Z|[+-]\d\d:?\d\d)?/.exec(line);
  if (found === null) return undefined;
  const [, date = '', time = '', fraction = '', zone] = found;
  const utcMs = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  return utcMs - (zone === undefined ? zoneMinutes : minutesOf(zone)) * minuteMs;
};

// Jan 31 08:00:00, as syslog writes it
const syslog = (line: string, { zoneMinutes, nowMs }: Calendar): number | undefined => {
  const found = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)/.exec(line);
  if (found === null) return undefined;
  const [, name = '', ...numbers] = found;
  const [day = 0, hour = 0, minute = 0, second = 0] = numbers.map(Number);
  const month = months.indexOf(name);
  if (month === -1) return undefined;
  const inYear = (year: number): number => Date.UTC(year, month, day, hour, minute, second) - zoneMinutes * minuteMs;
  const year = new Date(nowMs).getUTCFullYear();
  // It names no year: in January, a line of December is of the last one.
  return inYear(year) > nowMs + dayMs ? inYear(year - 1) : inYear(year);
};

// [31/Jan/2026:08:00:00 +0000], as web servers write it
const webServer = (line: string): number | undefined => {
  const found = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})\]/.exec(line.slice(0, 300));
  if (found === null) return undefined;
  const [, day, name = '', year, hour, minute, second, zone = ''] = found;
  const month = months.indexOf(name);
  if (month === -1) return undefined;
  const utcMs = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  return utcMs - minutesOf(zone) * minuteMs;
};

// {"time":"2026-01-31T08:00:00Z"}, {"ts":1769846400.123}
const json = (line: string, calendar: Calendar): number | undefined => {
  if (!line.startsWith('{')) return undefined;
  const found = /"(?:time|ts|timestamp|@timestamp)" ?: ?(?:"([^"]{1,60})"|(\d{10,13}(?:\.\d{1,9})?))/.exec(line);
  if (found === null) return undefined;
  const [, text, number] = found;
  return text === undefined ? epoch(number ?? '') : iso(text, calendar);
};

const epoch = (line: string): number | undefined => {
  const found = /^\[?(\d{13}|\d{10}(?:\.\d{1,9})?)(?!\d)/.exec(line);
  if (found === null) return undefined;
  const value = Number(found[1]);
  return value < 1e11 ? value * 1_000 : value;
};

const readers: readonly ((line: string, calendar: Calendar) => number | undefined)[] = [iso, syslog, webServer, json, epoch];

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The minutes that a zone such as `+0530`, `-08:00` or `Z` is ahead of UTC. */
export const minutesOf = (zone: string): number => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
};
