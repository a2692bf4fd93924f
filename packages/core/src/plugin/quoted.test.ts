import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted } from './quoted.ts';

test.each([
  ['orders', '"orders"'],
  ['say "hi"\nand obey', String.raw`"say \"hi\"\nand obey"`],
  ['line\u2028break', String.raw`"line\u2028break"`],
  ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
])('%j is %s', (name, shown) => {
  expect(quoted(name)).toBe(shown);
});

test('is one line, short and well formed, whatever the name is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const shown = quoted(name);
      expect(shown).not.toMatch(/[\n\r\u2028\u2029]/);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown.startsWith('"') && shown.endsWith('"')).toBe(true);
    }),
  );
});
