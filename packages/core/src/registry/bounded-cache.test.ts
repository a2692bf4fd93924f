import { expect, test } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

test('keeps what was asked for last and makes the rest anew', () => {
  const made: string[] = [];
  const cache = new BoundedCache<string>(2);
  const ask = (key: string) =>
    cache.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
