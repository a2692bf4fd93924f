import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Line, LineReader } from './line-reader.ts';

const readAll = (chunks: readonly Buffer[], maxBytes: number): Line[] => {
  const reader = new LineReader({ maxBytes });
  return chunks.flatMap((chunk) => [...reader.push(chunk)]);
};

/** Cuts bytes at the given places, which may fall inside a character. */
const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
};

test('lines do not depend on how the bytes arrive', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat()), (texts, places) => {
      const lines = texts.map((text) => text.replaceAll(/[\r\n]/g, ' ').trim());
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      expect(readAll(cut(bytes, places), 10_000)).toEqual(lines.map((text) => ({ kind: 'text', text })));
    }),
    { numRuns: 200 },
  );
});

test('a line that is too long is reported with its length, and the next one is read', () => {
  const long = 'x'.repeat(1_000);
  const chunks = cut(Buffer.from(`first\n${long}\nlast\r\n`), [3, 200, 500, 900]);
  expect(readAll(chunks, 100)).toEqual([
    { kind: 'text', text: 'first' },
    { kind: 'oversized', bytes: 1_000 },
    { kind: 'text', text: 'last' },
  ]);
});

test('a line of exactly the limit is read', () => {
  expect(readAll([Buffer.from('12345\n123456\n')], 5)).toEqual([
    { kind: 'text', text: '12345' },
    { kind: 'oversized', bytes: 6 },
  ]);
});

test('what has no end yet is no line', () => {
  expect(readAll([Buffer.from('half')], 100)).toEqual([]);
});
