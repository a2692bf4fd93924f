import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineStream } from './line-stream.ts';

const pass = (chunks: readonly (string | Uint8Array)[], maxCharacters?: number): readonly string[] => {
  const stream = createLineStream(maxCharacters === undefined ? {} : { maxCharacters });
  return [...chunks.flatMap((chunk) => stream.add(Buffer.from(chunk))), ...stream.end()];
};

describe('createLineStream', () => {
  it('yields lines with their ends, whatever ends them, and the rest at the end', () => {
    expect(pass(['one\ntw', 'o\r\n\nthree'])).toEqual(['one\n', 'two\n', '\n', 'three']);
    expect(pass([''])).toEqual([]);
  });

  it('shows what has no end yet', () => {
    const stream = createLineStream();
    expect(stream.add(Buffer.from('done\nname? '))).toEqual(['done\n']);
    expect(stream.unfinished()).toBe('name? ');
    stream.add(Buffer.from('\rsure? \x1b['));
    expect(stream.unfinished()).toBe('sure? ');
  });

  it('reads the same lines however the bytes are cut', () => {
    const characters = fc.constantFrom('a', 'é', '🐎', '\n', '\r', '\x1b[31m', '\x1b[K', '\t', '\b');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (parts, size) => {
        const bytes = Buffer.from(parts.join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        expect(pass(chunks)).toEqual(pass([bytes]));
      }),
    );
  });

  it('cuts a line that is too long, never in a character', () => {
    const text = `${'a'.repeat(7)}🐎${'b'.repeat(20)}\n`;
    const pieces = pass([text], 8);
    expect(pieces.join('')).toBe(text);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(8);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it('keeps a bar that never ends its line as small as it looks, with its cursor', () => {
    const stream = createLineStream();
    for (let step = 0; step < 20_000; step += 1) expect(stream.add(Buffer.from(`\r${step} of 20000`))).toEqual([]);
    expect(stream.unfinished()).toBe('19999 of 20000');
    stream.add(Buffer.from('\rdone'));
    expect(stream.unfinished()).toBe('done9 of 20000');
  });

  it('gives a line without an end away in pieces', () => {
    const stream = createLineStream();
    const pieces = Array.from({ length: 100 }, () => stream.add(Buffer.from('x'.repeat(1_000)))).flat();
    expect(pieces.join('').length + stream.unfinished().length).toBe(100_000);
    expect(stream.unfinished().length).toBeLessThanOrEqual(16 << 10);
  });
});
