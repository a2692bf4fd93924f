import { expect, test } from 'vitest';
import { showSpan } from './show-span.ts';

test.each([
  [0, '0 s'],
  [4_200, '4 s'],
  [59_600, '1 min'],
  [89_000, '1 min'],
  [90 * 60_000, '1 h 30 min'],
  [24 * 3_600_000, '1 d'],
  [(2 * 24 * 60 + 5) * 60_000, '2 d 5 min'],
])('%i ms are %s', (spanMs, text) => {
  expect(showSpan(spanMs)).toBe(text);
});
