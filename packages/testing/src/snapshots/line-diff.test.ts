import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

test('shows each change with two lines around it', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].join('\n');
  const after = ['a', 'b', 'c', 'D', 'e', 'f', 'g', 'h'].join('\n');
  expect(lineDiff(before, after)).toBe('  b\n  c\n- d\n+ D\n  e\n  f\n  …');
});

test('is empty for equal texts', () => {
  expect(lineDiff('a\nb', 'a\nb')).toBe('');
});

test('removes and adds exactly what differs', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const count = (list: readonly string[], value: string) => list.filter((item) => item === value).length;
      const marked = lineDiff(before.join('\n'), after.join('\n')).split('\n');
      for (const value of ['a', 'b', 'c']) {
        const change = count(marked, `+ ${value}`) - count(marked, `- ${value}`);
        expect(change).toBe(count(after, value) - count(before, value));
      }
    }),
  );
});
