import { describe, expect, test } from 'vitest';
import { draft, now, plan, roomy, stores } from '../../test/store/fixtures.ts';

describe.each(stores)('plans in the $name store', ({ open }) => {
  test('come back as they were stored', async () => {
    const store = await open();
    const pending = plan();
    const finished = plan({
      state: 'executed',
      claim: { instance: 'host-2', fence: 3, leaseUntil: now + 5 },
      sealedInput: undefined,
      assurance: 'human',
      approver: 'carol',
      receipt: { status: 'executed', result: { list: [1, null, 'x'] } },
    });
    const [event] = await store.createPlan(pending, roomy, [draft({ event: 'previewed', plan_id: pending.id })]);
    await store.createPlan(finished, roomy, []);
    expect(event).toMatchObject({ seq: 1, event: 'previewed', plan_id: pending.id });
    expect(await store.planById(pending.id)).toEqual(pending);
    expect(await store.planById(finished.id)).toEqual(finished);
    expect(await store.planById('none')).toBeUndefined();
  });

  test('refuse a second plan with the same id or ticket, and its events', async () => {
    const store = await open();
    const first = plan();
    await store.createPlan(first, roomy, []);
    await expect(store.createPlan(plan({ id: first.id }), roomy, [draft()])).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.createPlan(plan({ ticket: first.ticket }), roomy, [draft()])).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.head()).toMatchObject({ seq: 0 });
  });

  test('are found by ticket, or by a beginning of 8 characters that only one has', async () => {
    const store = await open();
    const tickets = ['lct_aaaa1111', 'lct_aaaa2222', 'lct_bbbb3333', 'lct_bbbb3333x'];
    for (const ticket of tickets) await store.createPlan(plan({ ticket }), roomy, []);
    const found = async (ticket: string) => (await store.planByTicket(ticket))?.ticket;
    expect(await found('lct_aaaa1111')).toBe('lct_aaaa1111');
    expect(await found('lct_aaaa1')).toBe('lct_aaaa1111');
    expect(await found('lct_aaaa')).toBeUndefined();
    expect(await found('lct_aaaa9')).toBeUndefined();
    expect(await found('lct_bbb')).toBeUndefined();
    expect(await found('lct_bbbb3333')).toBe('lct_bbbb3333');
    expect(await found('lct_zzzz')).toBeUndefined();
    expect(await found('%ct_aaaa1')).toBeUndefined();
  });

  test('are listed newest first, filtered and limited', async () => {
    const store = await open();
    const plans = [
      plan({ id: 'a', createdAt: now }),
      plan({ id: 'b', createdAt: now + 2 }),
      plan({ id: 'c', createdAt: now + 1, principal: 'bob' }),
      plan({ id: 'd', createdAt: now + 2, tool: 'dlq_purge', instance: 'host-2' }),
      plan({ id: 'e', createdAt: now + 3, profile: 'production', inputDigest: 'other', state: 'rejected' }),
    ];
    for (const entry of plans) await store.createPlan(entry, roomy, []);
    const ids = async (query: Parameters<typeof store.plans>[0]) => (await store.plans(query)).map(({ id }) => id);
    expect(await ids({})).toEqual(['e', 'd', 'b', 'c', 'a']);
    expect(await ids({ limit: 2 })).toEqual(['e', 'd']);
    expect(await ids({ principal: 'bob' })).toEqual(['c']);
    expect(await ids({ instance: 'host-2' })).toEqual(['d']);
    expect(await ids({ tool: 'dlq_purge' })).toEqual(['d']);
    expect(await ids({ profile: 'production' })).toEqual(['e']);
    expect(await ids({ inputDigest: 'digest', principal: 'alice' })).toEqual(['d', 'b', 'a']);
    expect(await ids({ states: ['pending'] })).toEqual(['d', 'b', 'c', 'a']);
    expect(await ids({ states: ['rejected', 'stale'] })).toEqual(['e']);
    expect(await ids({ states: [] })).toEqual([]);
  });
});

describe.each(stores)('caps of the $name store', ({ open }) => {
  const caps = { plans: 2, bytes: 1 << 20 };

  test('hold the number of open plans of one principal', async () => {
    const store = await open();
    await store.createPlan(plan({ expiresAt: now + 30_500 }), caps, []);
    await store.createPlan(plan({ state: 'executing' }), caps, []);
    await expect(store.createPlan(plan(), caps, [draft()])).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterS: 31,
      details: { reason: 'too_many_plans' },
    });
    await store.createPlan(plan({ principal: 'bob' }), caps, []);
    expect(await store.plans({ principal: 'alice' })).toHaveLength(2);
    expect(await store.head()).toMatchObject({ seq: 0 });
  });

  test('count neither finished nor expired plans', async () => {
    const store = await open();
    await store.createPlan(plan({ state: 'executed' }), caps, []);
    await store.createPlan(plan({ expiresAt: now }), caps, []);
    await store.createPlan(plan(), caps, []);
    await store.createPlan(plan(), caps, []);
    await expect(store.createPlan(plan(), caps, [])).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('hold the bytes of sealed inputs and previews, counted as UTF-8', async () => {
    const store = await open();
    const large = plan({ sealedInput: 'x'.repeat(500), preview: { text: 'ä'.repeat(200) } });
    // 500 + {"text":"…"} with 200 letters of two bytes each
    const size = 500 + 11 + 400;
    await store.createPlan(large, { plans: 10, bytes: size }, []);
    const next = plan({ sealedInput: undefined, preview: {} });
    await expect(store.createPlan(next, { plans: 10, bytes: size + 1 }, [])).rejects.toMatchObject({
      code: 'rate_limited',
      details: { reason: 'too_many_plan_bytes' },
    });
    await store.createPlan(next, { plans: 10, bytes: size + 2 }, []);
  });
});
