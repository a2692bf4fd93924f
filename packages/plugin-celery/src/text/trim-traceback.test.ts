import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimTraceback } from './trim-traceback.ts';

test('keeps a short one as it is', () => {
  expect(trimTraceback('Traceback:\n  File "a"\nValueError: no\n')).toBe('Traceback:\n  File "a"\nValueError: no');
});

test('keeps the end of a long one and says how much is missing', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  expect(trimTraceback(lines.join('\n'))).toBe(['… 76 lines left out', ...lines.slice(76)].join('\n'));
});

test('is never much longer than its limit, and always well formed', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 5_000 })), (lines) => {
      const shown = trimTraceback(lines.join('\n'));
      expect(shown.length).toBeLessThan(3_100);
      expect(shown.isWellFormed()).toBe(true);
    }),
  );
});
