import { expect, test } from 'vitest';
import { AnswerCache } from './answer-cache.ts';

const open = (limits: { entries?: number; characters?: number } = {}) => {
  let nowMs = 0;
  const cache = new AnswerCache<string>({ now: () => nowMs, limits: { entries: 2, characters: 100, lifeMs: 1_000, ...limits } });
  return {
    cache,
    pass: (ms: number) => void (nowMs += ms),
    add: (key: string, size = 10) => cache.set({ key, answer: key, size }),
  };
};

test('what was used longest ago goes first', () => {
  const { cache, add } = open();
  add('a');
  add('b');
  cache.get('a');
  add('c');
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['a', undefined, 'c']);
});

test('many small ones give way to a large one, and one that is too large is not kept', () => {
  const { cache, add } = open({ entries: 10 });
  add('a', 60);
  add('b', 30);
  add('c', 50);
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, 'b', 'c']);
  add('d', 101);
  expect(['b', 'c', 'd'].map((key) => cache.get(key))).toEqual(['b', 'c', undefined]);
});

test('being used makes no answer younger', () => {
  const { cache, add, pass } = open();
  add('a');
  pass(999);
  expect(cache.get('a')).toBe('a');
  pass(1);
  expect(cache.get('a')).toBeUndefined();
  add('a');
  expect(cache.get('a')).toBe('a');
});
