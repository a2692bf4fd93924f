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
  'NaN',
])('%j is no time, and the field is named', (text) => {
  expect(() => parsed(text)).toThrow(
    expect.objectContaining({ code: 'invalid_input', details: { reason: 'time', field: 'start' } }),
  );
});

test('any text is a moment or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^now[-+/0-9smhdwMy.]{0,20}$/)), (text) => {
      try {
        expect(Number.isFinite(parseTime({ text, field: 'start', nowMs }))).toBe(true);
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
