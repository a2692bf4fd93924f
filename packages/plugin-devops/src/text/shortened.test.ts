import { expect, it } from 'vitest';
import { shortened } from './shortened.ts';

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc…'],
  ['', 3, ''],
  ['ab\u{1f600}', 3, 'ab\ufffd…'],
])('of %j, %i characters are %j', (text, longest, shown) => {
  expect(shortened({ text, longest })).toBe(shown);
});
