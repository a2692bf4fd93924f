import { expect, it } from 'vitest';
import { readQuantity } from './quantity.ts';

it.each([
  ['1', 1],
  ['250m', 0.25],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['2Gi', 2 ** 31],
  ['128974848', 128_974_848],
  ['129M', 129e6],
  ['1e3', 1000],
  ['2E', 2e18],
  ['100n', 1e-7],
])('reads %s', (text, value) => {
  expect(readQuantity(text)).toBeCloseTo(value, 12);
});

it.each(['', '-1', '2 Gi', '2gi', '1.2.3', 'Mi', '1Mib', '1e', '--limits', '0x10', '1K'])('reads nothing in "%s"', (text) => {
  expect(readQuantity(text)).toBeUndefined();
});
