import { expect, test } from 'vitest';
import { median, percentile, ratio, summary } from './statistics.ts';

test('the median lies in the middle, or halfway between the two middle ones', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow('nothing');
});

test('a share of the values lies below a percentile', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(values, 0.5)).toBe(51);
  expect(percentile(values, 0.95)).toBe(96);
  expect(percentile(values, 1)).toBe(100);
  expect(() => percentile([], 0.5)).toThrow('nothing');
});

test('a ratio compares what was measured in the same round', () => {
  expect(ratio({ of: [10, 40, 90], to: [5, 10, 10] })).toEqual({ value: 4, spread: { low: 2, high: 9 } });
  expect(summary([3, 1, 2])).toEqual({ value: 2, spread: { low: 1, high: 3 } });
});
