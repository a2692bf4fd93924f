import { expect, test } from 'vitest';
import { counted } from './counted.ts';
import { tryOther } from './try-other.ts';

test.each([
  [{ count: 0, one: 'line' }, '0 lines'],
  [{ count: 1, one: 'line' }, '1 line'],
  [{ count: 2, one: 'query', many: 'queries' }, '2 queries'],
])('%j is %s', (given, text) => {
  expect(counted(given)).toBe(text);
});

test.each([
  [[], '.'],
  [[false as const, 'no name'], ': try no name.'],
  [['a longer range', 'fewer tags', 'match_any=true'], ': try a longer range, fewer tags, or match_any=true.'],
])('of the ways %j it says "%s"', (ways, text) => {
  expect(tryOther(ways)).toBe(text);
});
