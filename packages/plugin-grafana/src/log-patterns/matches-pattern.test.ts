import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesPattern } from './matches-pattern.ts';

test.each([
  ['job 7 done', 'job <_> done', true],
  ['job 7 done', 'job <_>', true],
  ['job 7 done', '<_> done', true],
  ['job 7 done', '<_>', true],
  ['job 7 done', 'job 7 done', true],
  ['job 7 done.', 'job <_> done', false],
  ['a job 7 done', 'job <_> done', false],
  ['ab', 'ab<_>b', false],
  ['a 1 b 2 c', 'a <_> b <_> c', true],
  ['a 1 c 2 b', 'a <_> b <_> c', false],
])('%j and %j: %j', (line, pattern, expected) => {
  expect(matchesPattern({ line, pattern })).toBe(expected);
});

test('a pattern matches whatever stands in its places', () => {
  const part = fc.string({ maxLength: 8 }).filter((text) => !text.includes('<_>'));
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 2, maxLength: 5 }),
      fc.array(part, { minLength: 4, maxLength: 4 }),
      (parts, values) => {
        const line = parts.map((text, index) => text + (index < parts.length - 1 ? (values[index] ?? '') : '')).join('');
        expect(matchesPattern({ line, pattern: parts.join('<_>') })).toBe(true);
      },
    ),
  );
});
