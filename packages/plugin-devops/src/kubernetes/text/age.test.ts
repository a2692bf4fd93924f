import { expect, it } from 'vitest';
import { durationText } from './age.ts';

it.each([
  [5_000, '5s'],
  [119_000, '119s'],
  [125_000, '2m5s'],
  [15 * 60_000, '15m'],
  [3 * 3_600_000 + 5 * 60_000, '3h5m'],
  [9 * 3_600_000, '9h'],
  [50 * 3_600_000, '2d2h'],
  [400 * 86_400_000, '400d'],
  [800 * 86_400_000, '2y70d'],
])('%i ms are shown as %s, as kubectl does', (durationMs, shown) => {
  expect(durationText(durationMs)).toBe(shown);
});
