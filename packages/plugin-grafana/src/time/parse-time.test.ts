import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTime } from './parse-time.ts';
import { parseRange } from './time-range.ts';

const nowMs = Date.parse('2026-11-21T12:34:56.789Z');
const parsed = (text: string) => new Date(parseTime({ text, field: 'start', nowMs })).toISOString();

test.each([
  ['now', '2026-11-21T12:34:56.789Z'],
  [' now-1h ', '2026-11-21T11:34:56.789Z'],
  ['now-1.5h', '2026-11-21T11:04:56.789Z'],
  ['now-2h45m', '2026-11-21T09:49:56.789Z'],
  ['now+30s', '2026-11-21T12:35:26.789Z'],
  ['now-500ms', '2026-11-21T12:34:56.289Z'],
  ['now/d', '2026-11-21T00:00:00.000Z'],
  ['now-1d/h', '2026-11-20T12:00:00.000Z'],
  ['now/w', '2026-11-16T00:00:00.000Z'],
  ['now/M', '2026-11-01T00:00:00.000Z'],
  ['now/y', '2026-01-01T00:00:00.000Z'],
  ['now-1M', '2026-10-21T12:34:56.789Z'],
  ['now-1M/M', '2026-10-01T00:00:00.000Z'],
  ['now-9M', '2026-02-21T12:34:56.789Z'],
  ['now-1y1M/d', '2025-10-21T00:00:00.000Z'],
  ['now-0.5M', '2026-11-06T12:34:56.789Z'],
  ['now/d+8h30m', '2026-11-21T08:30:00.000Z'],
  ['now-1d/d+9h', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T10:00', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20 10:00:00', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00.000Z'],
  ['1763640000', '2025-11-20T12:00:00.000Z'],
  ['1763640000000', '2025-11-20T12:00:00.000Z'],
  ['1763640000000000', '2025-11-20T12:00:00.000Z'],
  ['1763640000000000000', '2025-11-20T12:00:00.000Z'],
])('%s is %s', (text, moment) => {
  expect(parsed(text)).toBe(moment);
});

test.each([
  '',
  'yesterday',
  'now-',
  'now-1',
  'now-1x',
  'now 1h',
  '-1h',
  '12',
  '2026-13-01',
  '2026-11-21T25:00',
  'now-1h/',
  'now/fQ',
  'now-1h-',
  'now//d',
  '2026-02-30',
  '2026-02-29T10:00:00Z',
  'now-60y',
  'now+999999y',
  'now+99999999999999999999999999M',
  '9999999999999999999',
  '9999-12-31',
  'NaN',
])('%j is no time, and the field is named', (text) => {
  expect(() => parsed(text)).toThrow(
    expect.objectContaining({ code: 'invalid_input', details: { reason: 'time', field: 'start' } }),
  );
});

test.each([
  ['now/d', '2026-11-21T23:59:59.999Z'],
  ['now-1d/d', '2026-11-20T23:59:59.999Z'],
  ['now/w', '2026-11-22T23:59:59.999Z'],
  ['now-1M/M', '2026-10-31T23:59:59.999Z'],
  ['now/y', '2026-12-31T23:59:59.999Z'],
  ['now-1h', '2026-11-21T11:34:56.789Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
])('as the end of a range %s is %s', (text, moment) => {
  expect(new Date(parseTime({ text, field: 'end', nowMs, isEnd: true })).toISOString()).toBe(moment);
});

test.each([
  ['2026-03-31T10:00:00Z', 'now-1M', '2026-02-28T10:00:00.000Z'],
  ['2024-03-31T10:00:00Z', 'now-1M', '2024-02-29T10:00:00.000Z'],
  ['2024-02-29T10:00:00Z', 'now-1y', '2023-02-28T10:00:00.000Z'],
  ['2026-01-15T10:00:00Z', 'now-1M/M', '2025-12-01T00:00:00.000Z'],
  ['2026-03-01T00:00:00Z', 'now-1M/M', '2026-02-01T00:00:00.000Z'],
  ['2026-11-16T00:00:00Z', 'now/w', '2026-11-16T00:00:00.000Z'],
  ['2026-11-15T23:59:59Z', 'now/w', '2026-11-09T00:00:00.000Z'],
  // Clocks change in Europe, and days stay as long.
  ['2026-03-29T12:00:00Z', 'now-1d', '2026-03-28T12:00:00.000Z'],
])('at %s, %s is %s', (now, text, moment) => {
  expect(new Date(parseTime({ text, field: 'start', nowMs: Date.parse(now) })).toISOString()).toBe(moment);
});

test.each([['now/d'], ['now-1d/d'], ['now/w'], ['now-1M/M']])('the same text at both ends is the whole of it: %s', (text) => {
  const { fromMs, toMs } = parseRange({ from: text, to: text, defaultFrom: 'now-1h', nowMs });
  expect(toMs - fromMs).toBeGreaterThan(86_000_000);
});

test('any text is a moment or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^now[-+/0-9smhdwMy.]{0,20}$/)), (text) => {
      try {
        expect(new Date(parseTime({ text, field: 'start', nowMs })).toISOString()).toMatch(/^(19[7-9]|2[0-2])/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_input' });
      }
    }),
  );
});

test('a range ends now and begins where the tool says, and never runs backwards', () => {
  expect(parseRange({ from: undefined, to: undefined, defaultFrom: 'now-1h', nowMs })).toEqual({
    fromMs: nowMs - 3_600_000,
    toMs: nowMs,
  });
  expect(() => parseRange({ from: 'now', to: 'now-1h', defaultFrom: 'now-1h', nowMs })).toThrow('ends before it begins');
});
