import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inBatches } from './in-batches.ts';

test('keeps the order, and never has more under way than asked for', async () => {
  let under = 0;
  let most = 0;
  const work = async (value: number) => {
    under += 1;
    most = Math.max(most, under);
    await turn();
    under -= 1;
    return value * 2;
  };
  expect(await inBatches({ values: [1, 2, 3, 4, 5], size: 2, work })).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
  expect(await inBatches({ values: [], size: 2, work })).toEqual([]);
});
