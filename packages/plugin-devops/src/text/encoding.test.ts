import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from './encoding.ts';

describe('decodeText', () => {
  it('gives back exactly the bytes it was given, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const text = decodeText(bytes);
        return text === undefined || encodeText(text)?.equals(bytes) === true;
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['utf-8', Buffer.from('žluť 🐎\n'), 'žluť 🐎\n'],
    ['utf-8-bom', Buffer.from('\uFEFFa\n'), 'a\n'],
    ['utf-16le', Buffer.from('\uFEFFa🐎\r\n', 'utf16le'), 'a🐎\r\n'],
    ['utf-16be', Buffer.from('\uFEFFa🐎\n', 'utf16le').swap16(), 'a🐎\n'],
    ['latin1', Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'café'],
  ])('recognises %s', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toEqual({ text, encoding });
  });

  it('does not take bytes with NUL, or half a UTF-16 unit, for text', () => {
    expect(decodeText(Buffer.from('a\0b'))).toBeUndefined();
    expect(decodeText(Buffer.from([0xff, 0xfe, 0x61]))).toBeUndefined();
    expect(decodeText(Buffer.from([0xef, 0xbb, 0xbf, 0xff]))).toBeUndefined();
  });
});

describe('encodeText', () => {
  it('refuses characters that the encoding does not have', () => {
    expect(encodeText({ text: '€', encoding: 'latin1' })).toBeUndefined();
    expect(encodeText({ text: '\ud800', encoding: 'utf-8' })).toBeUndefined();
  });
});
