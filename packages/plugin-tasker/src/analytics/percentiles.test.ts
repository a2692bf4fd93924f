import { mapConcurrently } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { percentilesOf } from './percentiles.ts';

test('every percentile is a value that was measured, whatever the order', () => {
  expect(percentilesOf([50, 10, 40, 20, 30])).toEqual({ p50: 30, p90: 50, p95: 50, p99: 50 });
  expect(percentilesOf(Array.from({ length: 1_000 }, (_, index) => 1_000 - index))).toEqual({
    p50: 500,
    p90: 900,
    p95: 950,
    p99: 990,
  });
});

test('there are none for fewer than five values', () => {
  expect(percentilesOf([1, 2, 3, 4])).toEqual({ p50: null, p90: null, p95: null, p99: null });
  expect(percentilesOf([])).toEqual({ p50: null, p90: null, p95: null, p99: null });
});

test('maps in order, never more at a time than allowed', async () => {
  let running = 0;
  let most = 0;
  const run = async (item: number): Promise<number> => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running -= 1;
    return item * 2;
  };
  const items = Array.from({ length: 20 }, (_, index) => index);
  expect(await mapConcurrently({ items, concurrency: 6, run })).toEqual(items.map((item) => item * 2));
  expect(most).toBe(6);
});

test('begins nothing new after a failure', async () => {
  const begun: number[] = [];
  const run = async (item: number): Promise<void> => {
    begun.push(item);
    await new Promise(setImmediate);
    if (item === 0) throw new Error('broken');
  };
  await expect(mapConcurrently({ items: [0, 1, 2, 3, 4, 5], concurrency: 2, run })).rejects.toThrow('broken');
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1]);
});
