import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedOutput } from './bounded-output.ts';

const show = ({ chunks, limitBytes }: { chunks: readonly Buffer[]; limitBytes: number }) => {
  const output = new BoundedOutput(limitBytes);
  for (const chunk of chunks) output.add(chunk);
  return output.show();
};

it('shows all of what is short, however it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme-ascii' })), (texts) => {
      const whole = texts.join('');
      const shown = show({ chunks: texts.map((text) => Buffer.from(text)), limitBytes: 100_000 });
      expect(shown).toEqual({ text: whole, bytes: whole.length, leftOutBytes: 0, binary: false });
    }),
  );
});

it('shows the beginning and the end of what is long, and counts the rest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 40 }),
      fc.integer({ min: 8, max: 64 }),
      (texts, limitBytes) => {
        const whole = Buffer.from(texts.join(''));
        const { text, bytes, leftOutBytes } = show({ chunks: texts.map((one) => Buffer.from(one)), limitBytes });
        expect(bytes).toBe(whole.length);
        const [, first = text, last = ''] = /^([^]*)\n\[… \d+ bytes left out …\]\n([^]*)$/.exec(text) ?? [];
        expect(whole.toString().startsWith(first)).toBe(true);
        expect(whole.toString().endsWith(last)).toBe(true);
        expect(Buffer.byteLength(first) + Buffer.byteLength(last)).toBe(bytes - leftOutBytes);
      },
    ),
  );
});

it('holds little of a gigabyte and counts all of it', () => {
  const output = new BoundedOutput(65_536);
  const chunk = Buffer.alloc(32_768, 'x');
  let mostHeld = 0;
  for (let count = 0; count < 32_768; count += 1) {
    output.add(chunk);
    mostHeld = Math.max(mostHeld, output.heldBytes);
  }
  expect(mostHeld).toBeLessThanOrEqual(2 * 65_536);
  expect(output.show()).toMatchObject({ bytes: 1_073_741_824, leftOutBytes: 1_073_741_824 - 65_536 });
});

it('tells binary from text by what it shows of it', () => {
  expect(show({ chunks: [Buffer.from('PNG\0')], limitBytes: 100 })).toEqual({
    text: '',
    bytes: 4,
    leftOutBytes: 4,
    binary: true,
  });
  expect(show({ chunks: [Buffer.from('Zürich €')], limitBytes: 100 })).toMatchObject({ text: 'Zürich €', binary: false });
});

it('never cuts a character in two, however the chunks fall', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '€', '🐎'), minLength: 1 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 8, max: 40 }),
      (whole, size, limitBytes) => {
        const bytes = Buffer.from(whole);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const { text, leftOutBytes } = show({ chunks, limitBytes });
        const shown = text.replace(/\n\[… \d+ bytes left out …\]\n/, '');
        expect(text).not.toContain('\ufffd');
        expect(Buffer.byteLength(shown) + leftOutBytes).toBe(bytes.length);
      },
    ),
  );
});

it('gives what is no text as text where that is asked for', () => {
  const output = new BoundedOutput(100);
  output.add(Buffer.from('PNG\0'));
  expect(output.text()).toEqual({ text: 'PNG\0', leftOutBytes: 0 });
});
