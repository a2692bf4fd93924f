import { describe, expect, it } from 'vitest';
import { cutLine, cutLines, lineEndingsOf, toLines } from './lines.ts';

describe('lines', () => {
  it('names the line endings', () => {
    expect(['', 'a', 'a\n', 'a\r\n', 'a\r\nb\n'].map(lineEndingsOf)).toEqual(['none', 'none', 'lf', 'crlf', 'mixed']);
  });

  it('counts a final line ending as the end of a line, not as a line', () => {
    expect(toLines('')).toEqual([]);
    expect(toLines('a\nb')).toEqual(['a', 'b']);
    expect(toLines('a\r\nb\r\n')).toEqual(['a', 'b']);
    expect(toLines('\n')).toEqual(['']);
  });

  it('are cut behind the last one that fits, and the others counted', () => {
    expect(cutLines({ text: 'one\ntwo\nthree\nfour\n', maxCharacters: 9 })).toBe('one\ntwo\n[… 3 more lines left out …]');
    expect(cutLines({ text: 'one\n', maxCharacters: 9 })).toBe('one\n');
  });

  it('are cut where one is too long, and its other characters counted', () => {
    expect(cutLine('abcdef', 4)).toBe('abcd [… 2 more characters]');
    expect(cutLine('abcd', 4)).toBe('abcd');
  });
});
