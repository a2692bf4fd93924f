import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { newTrail, watched } from '../../test/audit/fixtures.ts';
import { draft, newFolder } from '../../test/store/fixtures.ts';
import { LineclearError } from '../plugin/errors.ts';
import { memoryStore } from '../store/memory.ts';
import { sqliteStore } from '../store/sqlite/sqlite-store.ts';
import { verify } from './verify.ts';

const someTurns = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const reads = (count: number) => Array.from({ length: count }, (_, index) => draft({ duration_ms: index }));

describe('reads', () => {
  test('are written a moment later, together', async () => {
    const { store, batches } = watched(memoryStore());
    const { trail } = newTrail({ store });
    for (const read of reads(3)) expect(trail.record(read)).toBeUndefined();
    expect(await store.head()).toMatchObject({ seq: 0 });
    await expect.poll(() => store.head()).toMatchObject({ seq: 3 });
    expect(batches).toEqual([3]);
  });

  test('are written at once when 256 are together, and those that come meanwhile wait for others again', async () => {
    const { store, batches, hold } = watched(memoryStore());
    const { trail } = newTrail({ store });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const release = hold();
    for (const read of reads(256)) void trail.record(read);
    await someTurns();
    expect(batches).toEqual([256]);
    for (const read of reads(100)) void trail.record(read);
    release();
    await someTurns();
    expect(await store.head()).toMatchObject({ seq: 256 });
    expect(batches).toEqual([256]);
    vi.advanceTimersByTime(50);
    await someTurns();
    expect(batches).toEqual([256, 100]);
  });

  test('wait while 4,096 are queued', async () => {
    const { store, hold } = watched(memoryStore());
    const { trail } = newTrail({ store });
    const release = hold();
    const answers = reads(4_100).map((read) => trail.record(read));
    expect(answers.slice(0, 4_096).every((answer) => answer === undefined)).toBe(true);
    expect(answers.slice(4_096).every((answer) => answer instanceof Promise)).toBe(true);
    const order: string[] = [];
    const waited = Promise.all(answers.map((answer) => Promise.resolve(answer))).then(() => order.push('room'));
    await Promise.resolve();
    order.push('released');
    release();
    await waited;
    expect(order).toEqual(['released', 'room']);
    await trail.flush();
    expect(await store.head()).toMatchObject({ seq: 4_100 });
  });

  test('are seen by a query that follows them', async () => {
    const { trail } = newTrail();
    void trail.record(draft({ tool: 'mine' }));
    expect(await trail.query({ tool: 'mine' })).toHaveLength(1);
  });

  test('are written before the trail is closed', async () => {
    const { trail, store } = newTrail();
    for (const read of reads(10)) void trail.record(read);
    await trail.close();
    expect(await store.head()).toMatchObject({ seq: 10 });
  });
});

describe('other events', () => {
  test('are durable when append resolves, after the reads before them, in one transaction', async () => {
    const { store, batches } = watched(memoryStore());
    const { trail } = newTrail({ store });
    for (const read of reads(5)) void trail.record(read);
    const [first, second] = await Promise.all([
      trail.append([draft({ event: 'previewed' })]),
      trail.append([draft({ event: 'confirmed' }), draft({ event: 'executed' })]),
    ]);
    expect([first, second].map((events) => events.map(({ seq, event }) => `${seq} ${event}`))).toEqual([
      ['6 previewed'],
      ['7 confirmed', '8 executed'],
    ]);
    expect(batches).toEqual([8]);
    expect(await trail.append([])).toEqual([]);
  });

  test('keep their order among many reads', async () => {
    const { trail, store } = newTrail();
    const expected: number[] = [];
    for (let index = 0; index < 3_000; index++) {
      const event = draft({ event: index % 500 === 0 ? 'confirmed' : 'read', duration_ms: index });
      expected.push(index);
      if (event.event === 'read') void trail.record(event);
      else void trail.append([event]);
    }
    await trail.flush();
    const events = await store.events({ order: 'asc', limit: 5_000 });
    expect(events.map((event) => event.duration_ms)).toEqual(expected);
    expect(await verify({ store })).toMatchObject({ status: 'ok', events: 3_000 });
  });
});

describe('a store that fails', () => {
  const failing = async () => {
    const path = join(await newFolder(), 'store.db');
    const store = await sqliteStore({ path });
    onTestFinished(() => store.close());
    const parts = newTrail({ store });
    const lose = () => rename(path, `${path}.away`);
    const restore = () => rename(`${path}.away`, path);
    return { ...parts, lose, restore };
  };

  test('rejects appends and shows in healthy until a write succeeds', async () => {
    const { trail, lose, restore, logged } = await failing();
    expect(trail.healthy).toBe(true);
    await lose();
    await expect(trail.append([draft({ event: 'confirmed' })])).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expect(trail.append([draft({ event: 'confirmed' })])).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(trail.healthy).toBe(false);
    expect(logged.map(({ level }) => level)).toEqual(['error']);
    await restore();
    expect(await trail.append([draft({ event: 'confirmed' })])).toMatchObject([{ seq: 1 }]);
    expect(trail.healthy).toBe(true);
  });

  test('neither rejects nor holds reads; they are kept, and what is too much is counted in the trail', async () => {
    const { trail, store, lose, restore } = await failing();
    await lose();
    void trail.record(draft());
    await trail.flush();
    expect(trail.healthy).toBe(false);
    for (const read of reads(5_000)) expect(trail.record(read)).toBeUndefined();
    await restore();
    await trail.close();
    expect(trail.healthy).toBe(true);
    const events = await store.events({ limit: 10_000 });
    expect(events).toHaveLength(4_097);
    expect(events.find(({ details }) => details !== undefined)).toMatchObject({
      event: 'read',
      outcome: 'audit_unavailable',
      details: { lost_reads: 5_001 - 4_096 },
    });
    expect(await verify({ store })).toMatchObject({ status: 'ok' });
  });

  test('refuses a write that waits behind more reads than go into one transaction', async () => {
    const { trail, lose, restore } = await failing();
    await lose();
    for (const read of reads(3_000)) void trail.record(read);
    await expect(trail.append([draft({ event: 'confirmed' })])).rejects.toMatchObject({ code: 'audit_unavailable' });
    await trail.close();
    await restore();
    expect(await trail.append([draft({ event: 'confirmed' })])).toMatchObject([{ seq: 3_001 }]);
  });

  test('refuses what it failed on, and tries what came meanwhile', async () => {
    const store = memoryStore();
    const asked: Promise<unknown>[] = [];
    let tries = 0;
    const { trail } = newTrail({
      store: {
        ...store,
        append: async (drafts) => {
          tries += 1;
          if (tries > 1) return store.append(drafts);
          asked.push(trail.append([draft({ event: 'confirmed', duration_ms: 2 })]));
          throw new LineclearError('audit_unavailable', 'The store is locked.');
        },
      },
    });
    await expect(trail.append([draft({ event: 'confirmed', duration_ms: 1 })])).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    expect(await Promise.all(asked)).toMatchObject([[{ duration_ms: 2 }]]);
  });

  test('is tried again by itself', async () => {
    const { trail, store, lose, restore } = await failing();
    await lose();
    void trail.record(draft());
    await expect.poll(() => trail.healthy).toBe(false);
    await restore();
    await expect.poll(() => store.head()).toMatchObject({ seq: 1 });
    expect(trail.healthy).toBe(true);
  });
});
