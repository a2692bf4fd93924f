import { expect, test } from 'vitest';
import { differences } from './differences.ts';

const actual = {
  id: 7,
  name: 'load orders',
  steps: [
    { name: 'a', state: 'error' },
    { name: 'b', state: 'pending' },
  ],
};

test.each([
  { id: 7 },
  { name: 'load …' },
  { name: '…' },
  { steps: ['…'] },
  { steps: [{ name: 'a' }, '…'] },
  { steps: [{ name: 'a' }, { state: 'pending' }] },
])('%j is an excerpt', (excerpt) => {
  expect(differences({ excerpt, actual })).toEqual([]);
});

test.each([
  [{ id: 8 }, '.id is 7, shown is 8'],
  [{ id: '…' }, '.id is 7, shown is "…"'],
  [{ name: 'load' }, '.name is "load orders", shown is "load"'],
  [{ name: '… items' }, '.name is "load orders", shown is "… items"'],
  [{ other: null }, '.other is missing'],
  [{ steps: [{ name: 'a' }] }, '.steps has 2 items, shown are 1'],
  [{ steps: [{}, {}, {}, '…'] }, '.steps has 2 items, shown are 3 and more'],
  [{ steps: [{ name: 'a', state: 'complete' }, '…'] }, '.steps[0].state is "error", shown is "complete"'],
  [{ steps: {} }, expect.stringContaining('.steps is [')],
  [[], expect.stringContaining('the answer is {')],
])('%j is none', (excerpt, difference) => {
  expect(differences({ excerpt, actual })).toEqual([difference]);
});
