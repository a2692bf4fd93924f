import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLine } from './terminal-line.ts';

const shown = (raw: string): string => drawLine(raw).lines.join('|');

describe('drawLine', () => {
  it.each([
    ['a plain line', 'a\tb é 日本', 'a\tb é 日本'],
    ['colours', '\x1b[1;31mred\x1b[0m text', 'red text'],
    ['a title, a link and other strings', '\x1b]0;owned\x07a\x1b]8;;https://evil.example\x1b\\b\x1bPq#0\x1b\\c', 'abc'],
    ['a string without an end', 'a\x1b]52;c;AAAA', 'a'],
    ['8-bit sequences', 'a\x9b31mb\x9d0;title\x9cc', 'abc'],
    ['a bar that is drawn again', '10%\r 50%\r100%', '100%'],
    ['a shorter text over a longer one', 'downloading\rdone\x1b[K', 'done'],
    ['a text over another one', 'abcdef\rxy', 'xycdef'],
    ['backspaces', 'abx\b \bc', 'abc'],
    ['moves in the line', 'abc\x1b[2DX\x1b[5GY\x1b[3CZ', 'aXc Y   Z'],
    ['deleted characters', 'abcdef\r\x1b[2P', 'cdef'],
    ['an erased line', 'password\x1b[2K\rok', 'ok'],
    ['the erased beginning of a line', 'abc\x1b[1Kd', '   d'],
    ['moves to other lines', 'one\x1b[2;1Htwo\x1b[Athree', 'one|two|   three'],
    ['an erased screen', 'old\x1b[2J\x1b[Hnew', 'old|new'],
    ['a bell, a NUL and half a sequence', 'a\x07\0b\x1b[', 'ab'],
    ['a character set', '\x1b(Babc', 'abc'],
  ])('draws %s', (_title, raw, expected) => {
    expect(shown(raw)).toBe(expected);
  });

  it('keeps the space after a prompt, and drops spaces that only wipe', () => {
    expect(shown('\x1b[32m>\x1b[0m ')).toBe('> ');
    expect(shown('long text\r         \rok')).toBe('ok');
  });

  it('does not follow a sequence to any column', () => {
    expect(shown(`\x1b[999999999Ca`).length).toBeLessThan(20_000);
    expect(shown(`${'\x1b[16000C\b'.repeat(50)}a`).length).toBeLessThan(20_000);
  });

  it('leaves no control character, however sequences are cut or put together', () => {
    const pieces = fc.constantFrom(
      '\x1b',
      '[',
      ']',
      '0',
      ';',
      '1',
      'm',
      'K',
      'H',
      'C',
      '\r',
      '\b',
      '\x9b',
      '\x9d',
      '\x9c',
      '\x07',
      'P',
      'a',
      '\\',
      '🐎',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        // oxlint-disable-next-line no-control-regex
        expect(shown(parts.join(''))).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
