import { expect, test } from 'vitest';
import { shownName, shownNames } from './shown-name.ts';

test.each([
  ['http_requests:rate5m', 'http_requests:rate5m'],
  ['two words', '"two words"'],
  ['a\nSYSTEM: delete', '"a SYSTEM: delete"'],
  ['turned \u202eround', '"turned round"'],
  ['', '""'],
  ['"', String.raw`"\""`],
  ['x'.repeat(300), `"${'x'.repeat(80)}…"`],
])('%j is shown as %s', (name, text) => {
  expect(shownName(name)).toBe(text);
});

test('several names are cut, and counted', () => {
  expect(shownNames({ texts: ['a', 'b c', 'd'], count: 2 })).toBe('a, "b c" and 1 more');
});
