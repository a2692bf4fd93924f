import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const diff = (before: string, after: string) => unifiedDiff({ before, after, name: 'a.txt', maxCharacters: 1_000_000 });

describe('unifiedDiff', () => {
  it('shows changes with three lines around and the right line numbers', () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}\n`);
    expect(diff(lines.join(''), lines.with(499, 'changed\n').join(''))).toBe(
      [
        '--- a/a.txt',
        '+++ b/a.txt',
        '@@ -497,7 +497,7 @@',
        ' line 497',
        ' line 498',
        ' line 499',
        '-line 500',
        '+changed',
        ' line 501',
        ' line 502',
        ' line 503',
        '',
      ].join('\n'),
    );
  });

  it('is a patch that turns one text into the other, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '', 'a b'), { maxLength: 30 })
      .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyPatch(before, diff(before, after))).toBe(after);
      }),
      { numRuns: 2_000 },
    );
  });

  it('describes texts that have too little in common by their sizes', () => {
    const lines = (word: string) => Array.from({ length: 30_000 }, (_, index) => `${word} ${index}`).join('\n');
    expect(diff(lines('one'), lines('two'))).toBe('Much of the text changes: 30000 lines become 30000.');
  });
});
