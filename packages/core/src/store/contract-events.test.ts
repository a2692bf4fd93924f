import { describe, expect, test } from 'vitest';
import { draft, now, stores } from '../../test/store/fixtures.ts';
import { emptyHead, hashOf } from './chain.ts';
import type { Store } from './store.ts';

describe.each(stores)('the chain of the $name store', ({ open }) => {
  test('starts empty, at seq 0 and 64 zeros', async () => {
    const store = await open();
    expect(await store.head()).toEqual({ seq: 0, hash: '0'.repeat(64) });
    expect(await store.events({})).toEqual([]);
    expect(await store.append([])).toEqual([]);
  });

  test('links every event to the one before it', async () => {
    const store = await open();
    const [first, second] = await store.append([draft(), draft({ event: 'confirmed', details: { b: 1, a: [null] } })]);
    const [third] = await store.append([draft({ event: 'executed' })]);
    expect([first?.seq, second?.seq, third?.seq]).toEqual([1, 2, 3]);
    expect([first?.prev_hash, second?.prev_hash, third?.prev_hash]).toEqual([emptyHead.hash, first?.hash, second?.hash]);
    for (const event of [first, second, third]) expect(event && hashOf(event)).toBe(event?.hash);
    expect(await store.head()).toEqual({ seq: 3, hash: third?.hash });
  });

  test('returns from a query what append returned', async () => {
    const store = await open();
    const appended = await store.append([draft({ duration_ms: 1.5, input: { text: 'ä "q" \n', list: [1, {}] } }), draft()]);
    expect(await store.events({ order: 'asc' })).toEqual(appended);
  });

  test('gives each of several waiting appends its own events, in order', async () => {
    const store = await open();
    const answers = await Promise.all(
      Array.from({ length: 600 }, (_, index) => store.append([draft({ duration_ms: index }), draft({ duration_ms: index })])),
    );
    expect(answers.map((events) => events.map((event) => [event.seq, event.duration_ms]))).toEqual(
      answers.map((_, index) => [
        [2 * index + 1, index],
        [2 * index + 2, index],
      ]),
    );
  });

  test('is not touched by later changes of what was appended', async () => {
    const store = await open();
    const input = { list: ['a'] };
    const [event] = await store.append([draft({ input })]);
    input.list.push('b');
    expect((await store.events({}))[0]).toMatchObject({ input: { list: ['a'] }, hash: event?.hash });
  });

  test('records events whose texts JSON cannot say, so that nobody hides behind a broken name', async () => {
    const store = await open();
    const [event] = await store.append([
      draft({ client: 'bad \ud800 name', input: { note: '\udfff' }, duration_ms: Number.NaN }),
    ]);
    expect(event).toMatchObject({ client: 'bad \ufffd name', input: { not_recorded: 'not a JSON value' }, tool: 'task_list' });
    expect((await store.events({})).map(hashOf)).toEqual([event?.hash]);
  });

  test('leaves out fields without a value', async () => {
    const store = await open();
    await store.append([{ ...draft(), client: undefined }]);
    expect(Object.keys((await store.events({}))[0] ?? {})).not.toContain('client');
  });
});

describe.each(stores)('queries of events in the $name store', ({ open }) => {
  const seqs = async (store: Store, query: Parameters<Store['events']>[0]) =>
    (await store.events(query)).map((event) => event.seq);

  const filled = async () => {
    const store = await open();
    await store.append([
      draft({ time: new Date(now).toISOString() }),
      draft({ event: 'previewed', tool: 'task_cancel', plan_id: 'p1', time: new Date(now + 1000).toISOString() }),
      draft({
        event: 'confirmed',
        tool: 'task_cancel',
        plan_id: 'p1',
        principal: 'bob',
        time: new Date(now + 2000).toISOString(),
      }),
      draft({ plugin: 'grafana', profile: 'production', tool: 'query', time: new Date(now + 3000).toISOString() }),
      draft({ event: 'executed', tool: 'task_cancel', plan_id: 'p1', time: new Date(now + 4000).toISOString() }),
    ]);
    return store;
  };

  test.each([
    [{}, [5, 4, 3, 2, 1]],
    [{ order: 'asc' }, [1, 2, 3, 4, 5]],
    [{ order: 'asc', limit: 2 }, [1, 2]],
    [{ limit: 2 }, [5, 4]],
    [{ limit: 0 }, []],
    [{ tool: 'task_cancel' }, [5, 3, 2]],
    [{ plugin: 'grafana' }, [4]],
    [{ profile: 'production' }, [4]],
    [{ principal: 'bob' }, [3]],
    [{ planId: 'p1', limit: 1 }, [5]],
    [{ event: 'read' }, [4, 1]],
    [{ event: 'confirmed' }, [3]],
    [{ since: now + 2000 }, [5, 4, 3]],
    [{ since: now + 1500, order: 'asc', limit: 1 }, [3]],
    [{ since: now + 9000 }, []],
    [{ afterSeq: 3, order: 'asc' }, [4, 5]],
    [{ afterSeq: 5 }, []],
    [{ afterSeq: 2, since: now + 1000, tool: 'task_cancel', principal: 'alice' }, [5]],
    [{ planId: 'p1', event: 'read' }, []],
  ] as const)('%j finds %j', async (query, expected) => {
    expect(await seqs(await filled(), query)).toEqual(expected);
  });

  test('answer with 100 events unless told otherwise', async () => {
    const store = await open();
    await store.append(Array.from({ length: 130 }, () => draft()));
    expect(await store.events({})).toHaveLength(100);
    expect(await store.events({ limit: 120 })).toHaveLength(120);
  });

  test('find few among many, in both directions', async () => {
    const store = await open();
    await store.append(Array.from({ length: 12_000 }, (_, index) => draft(index % 5000 === 17 ? { principal: 'rare' } : {})));
    expect(await seqs(store, { principal: 'rare' })).toEqual([10_018, 5018, 18]);
    expect(await seqs(store, { principal: 'rare', order: 'asc', limit: 2 })).toEqual([18, 5018]);
    expect(await seqs(store, { principal: 'rare', order: 'asc', afterSeq: 18 })).toEqual([5018, 10_018]);
  });
});
