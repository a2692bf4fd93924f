import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNsRange, precedingRange, toIso } from './ns-time.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const range = (start: string | undefined, end?: string) => parseNsRange({ start, end, nowMs });

test('a time that was answered can be asked for, to the nanosecond', () => {
  const ns = fc.bigInt({ min: 10n ** 18n, max: 4n * 10n ** 18n });
  fc.assert(
    fc.property(ns, (at) => {
      expect(range(toIso(at), toIso(at + 1n))).toEqual({ fromNs: at, toNs: at + 1n });
      expect(range(String(at), String(at + 1n))).toEqual({ fromNs: at, toNs: at + 1n });
    }),
  );
});

test('the last hour is asked for where nothing is said', () => {
  expect(range(undefined)).toEqual({ fromNs: BigInt(nowMs - 3_600_000) * 1_000_000n, toNs: BigInt(nowMs) * 1_000_000n });
});

test.each([
  ['2026-03-02T11:00:00.123456789Z', 1_772_449_200_123_456_789n],
  ['2026-03-02T12:00:00.5+01:00', 1_772_449_200_500_000_000n],
  ['2026-03-02T11:00:00Z', 1_772_449_200_000_000_000n],
  ['1772449200', 1_772_449_200_000_000_000n],
  ['now-1h', 1_772_449_200_000_000_000n],
])('%s is read', (text, expected) => {
  expect(range(text).fromNs).toBe(expected);
});

test('a range that runs backwards is refused', () => {
  expect(() => range('now', 'now-1h')).toThrow(
    expect.objectContaining({ code: 'invalid_input', details: expect.objectContaining({ reason: 'time_range' }) }),
  );
});

test('the range before is as long', () => {
  expect(precedingRange({ fromNs: 50n, toNs: 80n })).toEqual({ fromNs: 20n, toNs: 50n });
});
