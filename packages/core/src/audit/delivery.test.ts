import { describe, expect, test } from 'vitest';
import { newTrail } from '../../test/audit/fixtures.ts';
import { draft, plan, roomy } from '../../test/store/fixtures.ts';
import type { ChainedEvent } from '../store/event.ts';

describe('a hook', () => {
  test('hears every event of the process after it is durable, by seq, plan transitions too', async () => {
    const heard: ChainedEvent[] = [];
    const { trail, store } = newTrail({
      hook: async (events) => {
        const head = await store.head();
        expect(events.every((event) => event.seq <= head.seq)).toBe(true);
        heard.push(...events);
      },
    });
    const entry = plan();
    void trail.record(draft());
    const created = store.createPlan(entry, roomy, [draft({ event: 'previewed' })]);
    const appended = trail.append([draft({ event: 'asked' })]);
    await appended;
    trail.announce(await created);
    const moved = await store.transition({
      id: entry.id,
      from: ['pending'],
      set: { state: 'rejected' },
      events: [draft({ event: 'rejected' })],
    });
    trail.announce(moved?.events ?? []);
    await trail.close();
    expect(heard).toEqual(await store.events({ order: 'asc' }));
    expect(heard).toHaveLength(4);
  });

  test('that fails is logged once and fails no call', async () => {
    let isBroken = true;
    let calls = 0;
    const heard: number[] = [];
    const { trail, logged } = newTrail({
      hook: (events) => {
        calls += 1;
        if (isBroken) throw new Error('mirror is gone');
        heard.push(...events.map((event) => event.seq));
      },
    });
    for (let index = 0; index < 3; index++) {
      expect(await trail.append([draft({ event: 'confirmed' })])).toHaveLength(1);
      await expect.poll(() => calls).toBe(index + 1);
    }
    expect(logged).toMatchObject([{ level: 'error', fields: { error: { message: 'mirror is gone' } } }]);
    expect(trail.healthy).toBe(true);
    isBroken = false;
    await trail.append([draft({ event: 'confirmed' })]);
    await trail.close();
    expect(heard).toEqual([4]);
    isBroken = true;
    await trail.append([draft({ event: 'confirmed' })]);
    await expect.poll(() => logged).toHaveLength(2);
  });

  test('that hangs holds neither calls nor memory', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const heard: number[] = [];
    const { trail, logged } = newTrail({
      hook: (events) => {
        heard.push(...events.map((event) => event.seq));
        return promise;
      },
    });
    await trail.append([draft({ event: 'started' })]);
    await expect.poll(() => heard).toEqual([1]);
    await trail.append(Array.from({ length: 33_000 }, () => draft({ event: 'executed' })));
    expect(logged).toMatchObject([{ level: 'error', message: expect.stringContaining('misses events') }]);
    resolve();
    await trail.close();
    expect(heard).toHaveLength(1 + 32_768);
    expect(heard.at(-1)).toBe(33_001);
  });
});
