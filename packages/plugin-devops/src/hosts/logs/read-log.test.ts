import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLineFilter } from './line-filter.ts';
import type { LogSource } from './log-source.ts';
import { readBack, readOn } from './read-log.ts';

const sourceOf = (content: Uint8Array | string): LogSource & { readonly reads: number[] } => {
  const bytes = Buffer.from(content);
  const reads: number[] = [];
  return {
    size: bytes.length,
    reads,
    read: ({ offset, length }) => {
      reads.push(length);
      return Promise.resolve(bytes.subarray(offset, offset + length));
    },
  };
};

const limits = { mostLines: 1_000, mostCharacters: 1_000_000, scanBytes: 64 << 20 };
const everything = () => openLineFilter({ text: undefined, isPattern: false });
const back = (content: Uint8Array | string, rest: Partial<Parameters<typeof readBack>[0]> = {}) => {
  const source = sourceOf(content);
  return readBack({ source, filter: everything(), since: undefined, end: source.size, ...limits, ...rest });
};
const texts = ({ lines }: { lines: readonly { text: string }[] }) => lines.map(({ text }) => text);

describe('readBack', () => {
  test('yields the same lines in pages of any size as in one, whatever they are', async () => {
    const line = fc
      .oneof(fc.string({ maxLength: 30 }), fc.constant('ü€𝄞'), fc.constant(''))
      .map((text) => text.replaceAll(/[\n\r\0]/g, ' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (lines, page, ends) => {
          const content = lines.join('\n') + (ends && lines.length > 0 ? '\n' : '');
          const expected = content === '' ? [] : content.replace(/\n$/, '').split('\n');
          const source = sourceOf(content);
          const pages: string[][] = [];
          for (let end = source.size; end > 0;) {
            const part = await back(content, { end, mostLines: page });
            pages.unshift(texts(part));
            expect(part.start).toBeLessThan(end);
            end = part.start;
          }
          expect(pages.flat()).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('reads no more of a large file than it needs', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const source = sourceOf(line.repeat(100_000));
    const part = await readBack({ source, filter: everything(), since: undefined, end: source.size, ...limits, mostLines: 10 });
    expect(part.lines).toHaveLength(10);
    expect(source.reads).toEqual([256 << 10]);
    expect(part.start).toBe(source.size - 1_000);
  });

  test('looks for what is wanted as far as it may, and says where it stopped', async () => {
    const content = `wanted\n${'other line\n'.repeat(100_000)}`;
    const filter = openLineFilter({ text: 'WANTED', isPattern: false });
    const first = await back(content, { filter, scanBytes: 512 << 10 });
    expect(first).toMatchObject({ lines: [], isAll: false });
    const rest = await back(content, { filter, end: first.start });
    expect(rest).toMatchObject({ lines: [{ text: 'wanted', offset: 0 }], start: 0, isAll: true });
  });

  test('keeps the newest lines where not all of them fit', async () => {
    expect(await back('one\ntwo', { mostLines: 1 })).toMatchObject({ lines: [{ text: 'two' }], start: 4, end: 4 });
    const part = await back('a'.repeat(50) + '\n' + 'b'.repeat(50) + '\n', { mostCharacters: 60 });
    expect(texts(part)).toEqual(['b'.repeat(50)]);
    expect(part).toMatchObject({ start: 51, isAll: false });
  });

  test('cuts a line of megabytes and goes on before it', async () => {
    const part = await back(`first\n${'y'.repeat(3_000_000)}\nlast\n`);
    expect(texts(part).at(0)).toBe('first');
    expect(texts(part).at(-1)).toBe('last');
    expect(Math.max(...texts(part).map(({ length }) => length))).toBe(4_000);
  });

  test('shows nothing of what is no text', async () => {
    expect(await back(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 10]))).toMatchObject({ isBinary: true, lines: [] });
  });

  test('leaves out what is older, with the lines that belong to it', async () => {
    const content = ['10 old', ' at old', '20 new', ' at new', '30 newer'].join('\n');
    const since = { ms: 20, timeOf: (line: string) => (/^\d/.test(line) ? Number.parseInt(line, 10) : undefined) };
    expect(await back(content, { since })).toMatchObject({ hasTimes: true, isAll: true });
    expect(texts(await back(content, { since }))).toEqual(['20 new', ' at new', '30 newer']);
    expect(texts(await back(content, { since: { ...since, ms: 99 } }))).toEqual([]);
    expect(await back('no\ntimes\n', { since })).toMatchObject({ hasTimes: false, lines: [{}, {}] });
  });
});

describe('readOn', () => {
  const on = (content: Uint8Array | string, from: number, rest: Partial<Parameters<typeof readOn>[0]> = {}) =>
    readOn({ source: sourceOf(content), filter: everything(), from, ...limits, ...rest });

  test('tells what was written since, in pages, and waits for the end of a line', async () => {
    const content = 'seen\none\ntwo\nunfinish';
    const first = await on(content, 5, { mostLines: 1 });
    expect([texts(first), first.end]).toEqual([['one'], 9]);
    const second = await on(content, first.end);
    expect([texts(second), second.end]).toEqual([['two'], 13]);
    expect(await on(content, 13)).toMatchObject({ lines: [], end: 13 });
  });

  test('goes past what is not wanted', async () => {
    const part = await on('a\nb\nERROR c\nd\n', 0, { filter: openLineFilter({ text: 'error', isPattern: false }) });
    expect([texts(part), part.end]).toEqual([['ERROR c'], 14]);
  });

  test('tells a line without an end in parts', async () => {
    const content = 'z'.repeat(600_000);
    const part = await on(content, 0);
    expect(part.end).toBe(512 << 10);
    expect(part.lines).toHaveLength(2);
  });
});
