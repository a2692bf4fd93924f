import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileWildcard } from './wildcard.ts';

test('matches texts without a star exactly', () => {
  expect(compileWildcard('task_list')('task_list')).toBe(true);
  expect(compileWildcard('task_list')('task_lists')).toBe(false);
  expect(compileWildcard('a.c')('abc')).toBe(false);
});

test('lets a star stand for any run of characters', () => {
  expect(compileWildcard('*')('')).toBe(true);
  expect(compileWildcard('task_*')('task_')).toBe(true);
  expect(compileWildcard('*_cancel')('task_cancel')).toBe(true);
  expect(compileWildcard('devops/*/x*z')('devops/files/xyz')).toBe(true);
});

test('does not let the beginning and the end share characters', () => {
  expect(compileWildcard('ab*ba')('aba')).toBe(false);
  expect(compileWildcard('ab*ba')('abba')).toBe(true);
  expect(compileWildcard('a*a*a')('aa')).toBe(false);
});

test('agrees with a backtracking matcher', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(
    fc.property(letters, texts, (pattern, text) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
      expect(compileWildcard(pattern)(text)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('answers at once for a pattern that makes backtracking explode', () => {
  expect(compileWildcard(`${'a*'.repeat(1_000)}b`)('a'.repeat(100_000))).toBe(false);
});
