import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitsSome } from './fits-some.ts';
import { compileWildcard } from './wildcard.ts';

test.each([
  ['live/payments/*', 'live/*/Pod/*', true],
  ['live/payments/Secret/*', 'live/*/Pod/*', false],
  ['live/payments/Pod/web-1', 'live/*/Pod/*', true],
  ['other/*', 'live/*/Pod/*', false],
  ['*/Pod/web-*', 'live/*/Pod/*', true],
  ['*b', 'a*', true],
  ['ab', 'a*c', false],
  ['a/b', '*', false],
  ['*', '*', true],
  ['', '*', true],
  ['a', 'ab', false],
])('%s fits some of %s: %s', (pattern, target, expected) => {
  expect(fitsSome({ pattern, target })).toBe(expected);
});

test('is true wherever a text fits both, and agrees about a target that stands for itself', () => {
  const pattern = fc.stringMatching(/^[ab/*]{0,6}$/);
  const text = fc.stringMatching(/^[ab/]{0,6}$/);
  fc.assert(
    fc.property(pattern, pattern, text, (one, other, each) => {
      const standsFor = new RegExp(`^${other.replaceAll('*', '[^/]*')}$`);
      if (compileWildcard(one)(each) && standsFor.test(each)) expect(fitsSome({ pattern: one, target: other })).toBe(true);
      expect(fitsSome({ pattern: one, target: each })).toBe(compileWildcard(one)(each));
    }),
    { numRuns: 2_000 },
  );
});
