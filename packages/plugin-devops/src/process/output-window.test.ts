import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputWindow } from './output-window.ts';

const pass = ({ chunks, maxBytes }: { chunks: readonly Uint8Array[]; maxBytes: number }) => {
  const window = createOutputWindow(maxBytes);
  for (const chunk of chunks) window.add(Buffer.from(chunk));
  return window.end();
};

describe('createOutputWindow', () => {
  it('keeps everything that fits', () => {
    expect(pass({ chunks: [Buffer.from('ab'), Buffer.from('cd')], maxBytes: 4 })).toEqual({ text: 'abcd', leftOutBytes: 0 });
  });

  it('keeps the beginning and the end and counts the rest', () => {
    const chunks = Array.from({ length: 1000 }, (_, index) => Buffer.from(`line ${index}\n`));
    const { text, leftOutBytes } = pass({ chunks, maxBytes: 40 });
    expect(text).toMatch(/^line 0\nline 1\n/);
    expect(text).toMatch(/line 999\n$/);
    expect(leftOutBytes).toBe(Buffer.concat(chunks).length - 40);
  });

  it('never cuts a character in two, however the chunks fall', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '€', '🐎'), minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 8, max: 40 }),
        (text, size, maxBytes) => {
          const bytes = Buffer.from(text);
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          const kept = pass({ chunks, maxBytes });
          const shown = kept.text.replace(/\n\[… \d+ bytes left out …\]\n/, '');
          expect(kept.text).not.toContain('\ufffd');
          expect(Buffer.byteLength(shown) + kept.leftOutBytes).toBe(bytes.length);
        },
      ),
    );
  });
});
