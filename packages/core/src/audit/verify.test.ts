import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draft, newFolder, newSqliteStore } from '../../test/store/fixtures.ts';
import { emptyHead } from '../store/chain.ts';
import type { Head } from '../store/event.ts';
import { memoryStore } from '../store/memory.ts';
import { fileAnchor } from './file-anchor.ts';
import type { Anchor } from './types.ts';
import { verify } from './verify.ts';

const anchorOf = (heads: readonly Head[]): Anchor => ({
  location: 'test',
  write: async () => {},
  read: async () => heads.at(-1),
  heads: async function* () {
    yield* heads;
  },
});

test('finds an empty chain sound and proves nothing of it', async () => {
  const store = memoryStore();
  const verdict = { status: 'ok', events: 0, head: emptyHead, anchored: false };
  expect(await verify({ store })).toEqual(verdict);
  expect(await verify({ store, anchor: anchorOf([]) })).toEqual(verdict);
});

test('reads a long chain in pages, comparing heads that came out of order', async () => {
  const store = await newSqliteStore();
  const events = await store.append(Array.from({ length: 1_800 }, () => draft()));
  const heads = [3, 700, 1_400, 20, 1_399, 1_800, 499].map((seq) => ({ seq, hash: events[seq - 1]?.hash ?? '' }));
  expect(await verify({ store, anchor: anchorOf(heads) })).toMatchObject({ status: 'ok', events: 1_800, anchored: true });
  const forged = heads.map((head) => (head.seq === 20 ? { seq: 20, hash: events[20]?.hash ?? '' } : head));
  expect(await verify({ store, anchor: anchorOf(forged) })).toMatchObject({ status: 'broken', seq: 20 });
});

test('reads no further than it is told', async () => {
  const store = await newSqliteStore();
  const events = await store.append(Array.from({ length: 20 }, () => draft()));
  const head = { seq: 12, hash: events[11]?.hash };
  expect(await verify({ store, untilSeq: 12 })).toEqual({ status: 'ok', events: 12, head, anchored: false });
});

test('takes an anchor that only keeps the newest head', async () => {
  const store = memoryStore();
  await store.append([draft(), draft()]);
  const newest = await store.head();
  const anchor: Anchor = { location: 'test', write: async () => {}, read: async () => newest };
  expect(await verify({ store, anchor })).toMatchObject({ status: 'ok', anchored: true });
  await store.append([draft()]);
  expect(await verify({ store, anchor })).toMatchObject({ status: 'ok', anchored: false, anchoredSeq: 2 });
});

test('accepts a chain that grows while it is read', async () => {
  const store = await newSqliteStore();
  const anchor = fileAnchor(join(await newFolder(), 'anchor.jsonl'));
  const stop = new AbortController();
  const grow = async () => {
    while (!stop.signal.aborted) {
      await store.append(Array.from({ length: 20 }, () => draft()));
      await anchor.write(await store.head());
    }
  };
  const growing = grow();
  for (let round = 0; round < 10; round++) expect(await verify({ store, anchor })).toMatchObject({ status: 'ok' });
  stop.abort();
  await growing;
  const lines = (await readFile(anchor.location, 'utf8')).trim().split('\n').length;
  expect(await verify({ store, anchor })).toMatchObject({ status: 'ok', anchored: true, events: lines * 20 });
});

test('says that the oldest events are gone from a memory store that ran long', async () => {
  const store = memoryStore();
  const batch = Array.from({ length: 1_000 }, () => draft());
  for (let index = 0; index < 61; index++) await store.append(batch);
  expect(await store.events({ limit: 100_000 })).toHaveLength(50_000);
  expect(await verify({ store })).toMatchObject({ status: 'broken', seq: 1 });
});
