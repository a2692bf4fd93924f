import { appendFile, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newTrail } from '../../test/audit/fixtures.ts';
import { draft, newFolder } from '../../test/store/fixtures.ts';
import { memoryStore } from '../store/memory.ts';
import { exportJsonl } from './export-jsonl.ts';
import { mirror } from './mirror.ts';

const parsed = async (path: string): Promise<unknown[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

test('writes every event as a line to a file that is closed to others', async () => {
  const path = join(await newFolder(), 'audit.jsonl');
  const { trail, store } = newTrail({ hook: mirror(path) });
  await trail.append([draft({ event: 'previewed', details: { text: 'line\nbreak ä' } }), draft({ event: 'confirmed' })]);
  void trail.record(draft());
  await trail.close();
  expect(await parsed(path)).toEqual(await store.events({ order: 'asc' }));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('begins a new file when the old one was rotated away', async () => {
  const path = join(await newFolder(), 'audit.jsonl');
  const hook = mirror(path);
  const [first, second] = await memoryStore().append([draft(), draft()]);
  await hook(first === undefined ? [] : [first]);
  await rename(path, `${path}.1`);
  await hook(second === undefined ? [] : [second]);
  expect(await parsed(`${path}.1`)).toEqual([first]);
  expect(await parsed(path)).toEqual([second]);
});

test('keeps whole lines when several write large batches at once, and after a line that was cut off', async () => {
  const path = join(await newFolder(), 'audit.jsonl');
  await appendFile(path, '{"seq":');
  const batches = await Promise.all(
    Array.from({ length: 6 }, () =>
      memoryStore().append(Array.from({ length: 400 }, () => draft({ details: { text: 'x'.repeat(2_000) } }))),
    ),
  );
  await Promise.all(batches.map(async (events) => mirror(path)(events)));
  const [cut, ...lines] = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  expect(cut).toBe('{"seq":');
  expect(lines.map((line): unknown => JSON.parse(line))).toHaveLength(6 * 400);
});

test('fails no call when it cannot be written, and is logged once', async () => {
  const folder = await newFolder();
  const path = join(folder, 'gone', 'audit.jsonl');
  const { trail, logged } = newTrail({ hook: mirror(path) });
  for (let index = 0; index < 3; index++) {
    expect(await trail.append([draft({ event: 'executed' })])).toHaveLength(1);
    await trail.flush();
  }
  await trail.close();
  expect(logged).toMatchObject([{ level: 'error', fields: { error: { code: 'ENOENT' } } }]);
  await expect(rm(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the export has the same lines, oldest first, filtered by a query', async () => {
  const path = join(await newFolder(), 'audit.jsonl');
  const { trail, store } = newTrail({ hook: mirror(path) });
  await trail.append(Array.from({ length: 1_200 }, (_, index) => draft({ tool: index % 2 === 0 ? 'even' : 'odd' })));
  await trail.close();
  const exported = async (query: Omit<Parameters<typeof exportJsonl>[0], 'store'>) => {
    const lines: string[] = [];
    for await (const line of exportJsonl({ store, ...query })) lines.push(line);
    return lines;
  };
  const lines = await exported({});
  expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(await parsed(path));
  expect(await exported({ tool: 'odd' })).toHaveLength(600);
  expect(await exported({ afterSeq: 1_000, tool: 'odd' })).toHaveLength(100);
});
