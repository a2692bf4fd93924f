import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from './edits.ts';
import type { Edit } from './edits.ts';

const edit = (old: string, replacement: string, expected = 1): Edit => ({
  old,
  new: replacement,
  expected_replacements: expected,
});
const apply = (text: string, ...edits: Edit[]) => applyEdits({ text, edits, shown: 'a.txt' });
const failure = (text: string, ...edits: Edit[]): unknown => {
  try {
    return apply(text, ...edits);
  } catch (error) {
    return error;
  }
};

describe('applyEdits', () => {
  it('replaces exactly as often as expected', () => {
    expect(apply('a b a', edit('a', 'x', 2))).toBe('x b x');
    expect(apply('price: $1', edit('$1', '$& $2 $$'))).toBe('price: $& $2 $$');
  });

  it('applies edits one after another', () => {
    expect(apply('one two', edit('one', 'two'), edit('two two', 'three'))).toBe('three');
  });

  it('refuses another number of occurrences and says where they are', () => {
    expect(failure('a\nb\na\n', edit('a', 'x'))).toMatchObject({
      code: 'conflict',
      details: { reason: 'wrong_count', found: 2, lines: [1, 3] },
    });
  });

  it('shows the nearest text when nothing matches', () => {
    const text = ['function alpha() {', '  return 1;', '}', '', 'function beta() {', '    return two;', '}'].join('\n');
    expect(failure(text, edit('function beta() {\n  return 2;\n}', ''))).toMatchObject({
      code: 'conflict',
      details: { reason: 'no_match', line: 5, difference: expect.stringContaining('-  return 2;\n+    return two;') },
    });
  });

  it('shows no difference when nothing is similar', () => {
    expect(failure('alpha\nbeta\n', edit('zzzz', ''))).toMatchObject({ details: { reason: 'no_match' } });
    expect(failure('alpha', edit('zzzz', ''))).not.toHaveProperty('details.difference');
  });

  it('keeps CRLF: edits written with LF match, and their new lines get CRLF', () => {
    expect(apply('a\r\nb\r\n', edit('a\nb', 'x\ny\nz'))).toBe('x\r\ny\r\nz\r\n');
    expect(apply('a\r\nb\r\n', edit('a\r\nb', 'x\r\ny'))).toBe('x\r\ny\r\n');
  });

  it('explains line endings as the reason in a file that mixes them', () => {
    expect(failure('a\r\nb\nc\n', edit('a\nb', 'x'))).toMatchObject({
      details: { reason: 'line_endings', line_endings: 'mixed' },
    });
    expect(apply('a\r\nb\nc\n', edit('b\nc', 'x\ny'))).toBe('a\r\nx\ny\n');
  });

  it('explains CRLF sent for a file with LF', () => {
    expect(failure('a\nb\n', edit('a\r\nb', 'x'))).toMatchObject({ details: { reason: 'line_endings' } });
  });

  it('looks for the nearest text in bounded time, however large the file is', () => {
    const text = 'const value = compute(input, options);\n'.repeat(200_000);
    expect(failure(text, edit('const value = compute(inputs, option);\n'.repeat(500), ''))).toMatchObject({ code: 'conflict' });
  });

  it('changes nothing but the replaced text, and undoes itself', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' '), maxLength: 12 });
    fc.assert(
      fc.property(piece, piece, piece, (before, after, replacement) => {
        const text = `${before}«marker»${after}`;
        const changed = apply(text, edit('«marker»', `»${replacement}«`));
        expect(changed).toBe(`${before}»${replacement}«${after}`);
        expect(apply(changed, edit(`»${replacement}«`, '«marker»'))).toBe(text);
      }),
    );
  });
});
