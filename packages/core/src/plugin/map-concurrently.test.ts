import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapConcurrently } from './map-concurrently.ts';

test('maps in order, with so many at work and no more', async () => {
  let running = 0;
  let most = 0;
  const run = async (item: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    // The earlier ones take longer.
    for (let left = 6 - item; left > 0; left -= 1) await turn();
    running -= 1;
    return item * 2;
  };
  expect(await mapConcurrently({ items: [1, 2, 3, 4, 5], concurrency: 2, run })).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
  expect(await mapConcurrently({ items: [], concurrency: 2, run })).toEqual([]);
});

test('begins nothing after a failure, and throws it', async () => {
  const begun: number[] = [];
  const run = async (item: number): Promise<void> => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('no');
  };
  await expect(mapConcurrently({ items: [1, 2, 3, 4, 5, 6], concurrency: 2, run })).rejects.toThrow('no');
  await turn();
  expect(begun.length).toBeLessThan(6);
});
