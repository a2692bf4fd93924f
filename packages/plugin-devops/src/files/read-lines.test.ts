import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tempFolder } from '../../test/temp-folder.ts';
import { confine } from './confinement.ts';
import { createReadLines } from './read-lines.ts';
import { lineEndingsOf, toLines } from '../text/lines.ts';

const { signal } = new AbortController();

const reader = async (pieceBytes: number) => {
  const root = await tempFolder();
  const { locate } = await confine({ roots: [root], protectedPaths: [] });
  return { file: join(root, 'a.txt'), readLines: createReadLines({ locate, pieceBytes }) };
};

it('finds the lines that reading the whole file finds, however the pieces fall', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '🐎', '\n', '\r\n', '\r'), maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 12 }),
      async (content, pieceBytes, first) => {
        const { file, readLines } = await reader(pieceBytes);
        await writeFile(file, content);
        const { lines, total, lineEndings } = await readLines({ path: file, wants: (line) => line >= first, signal });
        expect([...lines]).toEqual(
          toLines(content)
            .map((line, index) => [index + 1, line])
            .slice(first - 1),
        );
        expect([total, lineEndings]).toEqual([toLines(content).length, lineEndingsOf(content)]);
      },
    ),
    { numRuns: 200 },
  );
});

it('cuts a line without an end, reads Latin-1, and stops after the last line that matters', async () => {
  const { file, readLines } = await reader(1 << 10);
  await writeFile(file, Buffer.concat([Buffer.from('x'.repeat(100_000)), Buffer.from('\nna\xefve\nthird\n', 'latin1')]));
  const { lines, total } = await readLines({ path: file, wants: () => true, last: 2, signal });
  expect([...lines.values()]).toEqual([`${'x'.repeat(16 << 10)} [… ${100_000 - (16 << 10)} more bytes]`, 'naïve']);
  expect(total).toBe(2);
});

it('ends when the caller leaves', async () => {
  const { file, readLines } = await reader(1 << 10);
  await writeFile(file, 'a\n');
  await expect(readLines({ path: file, wants: () => true, signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow(
    'left',
  );
});
