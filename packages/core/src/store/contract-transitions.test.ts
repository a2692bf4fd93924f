import { describe, expect, test } from 'vitest';
import { draft, now, plan, roomy, stores } from '../../test/store/fixtures.ts';
import type { Approval, Plan } from './plan.ts';
import type { Store, Transition } from './store.ts';

const claim = { instance: 'host-1', fence: 1, leaseUntil: now + 30_000 };

const stored = async ({ open, fields }: { open: () => Promise<Store>; fields?: Partial<Plan> }) => {
  const store = await open();
  const entry = plan(fields);
  await store.createPlan(entry, roomy, []);
  const move = (change: Partial<Transition>) =>
    store.transition({ id: entry.id, from: ['pending'], set: {}, events: [], ...change });
  return { store, entry, move };
};

describe.each(stores)('transitions in the $name store', ({ open }) => {
  test('change the plan and chain their events together', async () => {
    const { store, entry, move } = await stored({ open });
    const moved = await move({
      set: { state: 'claimed', claim, assurance: 'client' },
      events: [draft({ event: 'claimed', plan_id: entry.id }), draft({ event: 'confirmed' })],
    });
    expect(moved?.plan).toEqual({ ...entry, state: 'claimed', claim, assurance: 'client' });
    expect(moved?.events.map((event) => [event.seq, event.event])).toEqual([
      [1, 'claimed'],
      [2, 'confirmed'],
    ]);
    expect(await store.planById(entry.id)).toEqual(moved?.plan);
  });

  test('let exactly one of many claims win', async () => {
    const { store, entry } = await stored({ open });
    const claims = Array.from({ length: 20 }, (_, index) =>
      store.transition({
        id: entry.id,
        from: ['pending'],
        set: { state: 'claimed', claim: { ...claim, instance: `host-${index}` } },
        events: [draft({ event: 'claimed', client: `host-${index}` })],
      }),
    );
    const won = (await Promise.all(claims)).filter((answer) => answer !== undefined);
    expect(won).toHaveLength(1);
    expect((await store.planById(entry.id))?.claim?.instance).toBe(won[0]?.events[0]?.client);
    expect(await store.head()).toMatchObject({ seq: 1 });
  });

  test('do nothing for a plan that is unknown or in another state', async () => {
    const { store, entry, move } = await stored({ open });
    expect(await move({ id: 'none', set: { state: 'expired' }, events: [draft()] })).toBeUndefined();
    expect(await move({ from: ['claimed', 'executing'], set: { state: 'unknown' }, events: [draft()] })).toBeUndefined();
    expect(await move({ from: [], set: { state: 'unknown' }, events: [draft()] })).toBeUndefined();
    expect(await store.planById(entry.id)).toEqual(entry);
    expect(await store.head()).toMatchObject({ seq: 0 });
  });

  test('ask for the fence of the claim', async () => {
    const { move } = await stored({ open, fields: { state: 'claimed', claim: { ...claim, fence: 2 } } });
    expect(await move({ from: ['claimed'], fence: 1, set: { state: 'executing' } })).toBeUndefined();
    expect((await move({ from: ['claimed'], fence: 2, set: { state: 'executing' } }))?.plan.state).toBe('executing');
    const { move: claimFirst } = await stored({ open });
    expect(await claimFirst({ fence: 1, set: { state: 'claimed', claim } })).toBeUndefined();
    expect((await claimFirst({ fence: 0, set: { state: 'claimed', claim } }))?.plan.claim).toEqual(claim);
    expect(await claimFirst({ from: ['claimed'], fence: 0, set: { state: 'executing' } })).toBeUndefined();
  });

  test('ask for the time of expiry and the end of the lease', async () => {
    const pending = await stored({ open, fields: { expiresAt: now } });
    expect(await pending.move({ notExpiredAt: now, set: { state: 'claimed' } })).toBeUndefined();
    expect(await pending.move({ leaseEndedBefore: now, set: { state: 'expired' } })).toBeUndefined();
    expect((await pending.move({ notExpiredAt: now - 1, set: { state: 'claimed', claim } }))?.plan.state).toBe('claimed');
    const end = claim.leaseUntil;
    expect(await pending.move({ from: ['claimed'], leaseEndedBefore: end, set: { state: 'pending' } })).toBeUndefined();
    expect((await pending.move({ from: ['claimed'], leaseEndedBefore: end + 1, set: { state: 'pending' } }))?.plan.state).toBe(
      'pending',
    );
  });

  test('empty the fields that may be empty, and only those', async () => {
    const full = { state: 'executing', claim, assurance: 'human', approver: 'carol', receipt: { a: 1 } } as const;
    const { entry, move } = await stored({ open, fields: full });
    const set = { claim: undefined, sealedInput: undefined, assurance: undefined, approver: undefined, receipt: undefined };
    const moved = await move({ from: ['executing'], set: { ...set, state: undefined, guard: undefined } });
    expect(moved?.plan).toEqual({ ...entry, ...set });
  });

  test('replace every other field', async () => {
    const { store, entry, move } = await stored({ open });
    const set: Transition['set'] = {
      state: 'executed',
      preview: { text: 'new' },
      receipt: { status: 'executed', seq: 7 },
      expiresAt: now + 9,
      risk: 'additive',
      required: 'model',
      guard: 'null',
      approver: 'dora',
      sealedInput: 'again',
    };
    await move({ set });
    expect(await store.planById(entry.id)).toEqual({ ...entry, ...set });
  });
});

describe.each(stores)('leases in the $name store', ({ open }) => {
  test('are extended by the holder of the fence while the plan is in work', async () => {
    const { store, entry, move } = await stored({ open, fields: { state: 'claimed', claim } });
    expect(await store.extendLease(entry.id, 2, now + 90_000)).toBe(false);
    expect(await store.extendLease('none', 1, now + 90_000)).toBe(false);
    expect(await store.extendLease(entry.id, 1, now + 90_000)).toBe(true);
    expect((await store.planById(entry.id))?.claim).toEqual({ ...claim, leaseUntil: now + 90_000 });
    await move({ from: ['claimed'], set: { state: 'pending' } });
    expect(await store.extendLease(entry.id, 1, now + 99_000)).toBe(false);
  });
});

describe.each(stores)('decisions in the $name store', ({ open }) => {
  test('are one per plan, chained with their event', async () => {
    const { store, entry } = await stored({ open });
    const approval: Approval = { planId: entry.id, decision: 'approved', approver: 'carol', decidedAt: now, signature: 'c2ln' };
    expect(await store.approvalOf(entry.id)).toBeUndefined();
    const answers = await Promise.all([
      store.decide(approval, [draft({ event: 'approved' })]),
      store.decide({ ...approval, decision: 'rejected' }, [draft({ event: 'rejected' })]),
    ]);
    expect(answers).toEqual([true, false]);
    expect(await store.approvalOf(entry.id)).toEqual(approval);
    expect((await store.events({})).map((event) => event.event)).toEqual(['approved']);
  });
});
