import { expect, test } from 'vitest';
import { minutesOf, timeOfLine } from './line-time.ts';

const calendar = { zoneMinutes: 60, nowMs: Date.parse('2026-01-10T00:00:00Z') };

test.for<[string, string | undefined]>([
  ['2026-01-09T08:00:00.123Z started', '2026-01-09T08:00:00.123Z'],
  ['2026-01-09T08:00:00+0530 started', '2026-01-09T02:30:00.000Z'],
  ['[2026-01-09 08:00:00,5] started', '2026-01-09T07:00:00.500Z'],
  ['Jan  9 08:00:00 web nginx: started', '2026-01-09T07:00:00.000Z'],
  ['<34>Dec 31 08:00:00 web nginx: started', '2025-12-31T07:00:00.000Z'],
  ['192.0.2.1 - - [09/Jan/2026:08:00:00 -0800] "GET /"', '2026-01-09T16:00:00.000Z'],
  ['{"level":30,"time":"2026-01-09T08:00:00Z","msg":"x"}', '2026-01-09T08:00:00.000Z'],
  ['{"ts":1767945600.25,"msg":"x"}', '2026-01-09T08:00:00.250Z'],
  ['{"time":1767945600250}', '2026-01-09T08:00:00.250Z'],
  ['1767945600 started', '2026-01-09T08:00:00.000Z'],
  ['    at Object.<anonymous> (/srv/app.js:1:1)', undefined],
  ['2026-13-45T99:00:00Z no such time', undefined],
  ['Foo 10 08:00:00 no such month', undefined],
  ['12345678901234567890', undefined],
])('reads when %s was written', ([line, expected]) => {
  const time = timeOfLine(line, calendar);
  expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(expected);
});

test('reads zones', () => {
  expect(['+0530', '-08:00', 'Z', ''].map(minutesOf)).toEqual([330, -480, 0, 0]);
});
