import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { draft, newFolder, plan, roomy } from '../../../test/store/fixtures.ts';
import { sqliteStore } from './sqlite-store.ts';

const newStore = async () => {
  const path = join(await newFolder(), 'store.db');
  const store = await sqliteStore({ path });
  onTestFinished(() => store.close());
  return { store, commits: () => commitsIn(`${path}-wal`) };
};

test('commits appends that wait together as one transaction', async () => {
  const { store, commits } = await newStore();
  const before = await commits();
  const answers = await Promise.all(Array.from({ length: 50 }, () => store.append([draft()])));
  expect(answers.map(([event]) => event?.seq)).toEqual(answers.map((_, index) => index + 1));
  expect((await commits()) - before).toBe(1);
});

test('gives every other write a transaction of its own, in the order of asking', async () => {
  const { store, commits } = await newStore();
  const before = await commits();
  const entry = plan();
  const [first, created, lost, moved, last] = await Promise.all([
    store.append([draft()]),
    store.createPlan(entry, roomy, [draft({ event: 'previewed' })]),
    store.createPlan(entry, roomy, [draft()]).catch((error: unknown) => error),
    store.transition({ id: entry.id, from: ['pending'], set: { state: 'stale' }, events: [draft({ event: 'stale' })] }),
    store.append([draft()]),
  ]);
  expect([first[0]?.seq, created[0]?.seq, moved?.events[0]?.seq, last[0]?.seq]).toEqual([1, 2, 3, 4]);
  expect(lost).toMatchObject({ code: 'conflict' });
  expect((await commits()) - before).toBe(4);
});

test('writes what was asked for before it closes', async () => {
  const path = join(await newFolder(), 'store.db');
  const store = await sqliteStore({ path });
  const asked = Array.from({ length: 20 }, () => store.setState('scope', crypto.randomUUID(), 1));
  await store.close();
  await Promise.all(asked);
  const again = await sqliteStore({ path });
  onTestFinished(() => again.close());
  expect(await again.listState('scope', {})).toHaveLength(20);
});

/** Frames that end a transaction say how large the file is afterwards: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const commitsIn = async (path: string): Promise<number> => {
  const wal = await readFile(path);
  const pageSize = wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let frame = 32; frame + 24 + pageSize <= wal.length; frame += 24 + pageSize) {
    const isCurrent = salt.equals(wal.subarray(frame + 8, frame + 16));
    if (isCurrent && wal.readUInt32BE(frame + 4) !== 0) commits += 1;
  }
  return commits;
};
