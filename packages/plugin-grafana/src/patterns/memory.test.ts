import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { templateNames } from './test/corpus.ts';

const script = fileURLToPath(new URL('test/cluster-many.ts', import.meta.url));

const cluster = async ({ kind, heapMib }: { kind: string; heapMib: number }): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=@lineclear/source',
    `--max-old-space-size=${heapMib}`,
    script,
    kind,
  ]);
  return JSON.parse(stdout);
};

test('100,000 lines of a corpus fit a heap of 64 MiB', async () => {
  expect(await cluster({ kind: 'corpus', heapMib: 64 })).toMatchObject({
    patterns: templateNames.length,
    lines: 100_000,
    others: { lines: 0 },
    unread: 0,
  });
});

test('100,000 lines without any pattern fit one of 128 MiB, and what was left out is counted', async () => {
  expect(await cluster({ kind: 'unlike', heapMib: 128 })).toMatchObject({ patterns: 300, lines: 40_000, unread: 60_000 });
});
