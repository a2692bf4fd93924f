import { afterEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import type { Plan } from '../store/plan.ts';
import { errorOf, person } from './test/line.ts';
import { startTapes, type Tapes } from './test/tapes.ts';

let tapes: Tapes;
afterEach(() => tapes.composition.close());

const hello = { tape: 'a', line: 'hello' };
const refused = async (how?: Parameters<Tapes['value']>[2]) => {
  const error = await errorOf(tapes.value('tape_say', hello, how));
  expect(tapes.said('a')).toEqual([]);
  return error;
};

/** What a plan that covers the call became after it was executed. */
const change = async (plan: string, set: Partial<Omit<Plan, 'id' | 'ticket'>>) => {
  const moved = await tapes.composition.store.transition({ id: plan, from: ['executed'], set, events: [] });
  expect(moved).toBeDefined();
};

describe('the plan that covers a write', () => {
  test.each(['pending', 'claimed', 'executing', 'failed', 'unknown', 'stale', 'rejected', 'expired'] as const)(
    'is executed: %s is not enough, and the answer says what to call',
    async (state) => {
      tapes = await startTapes();
      await change(await tapes.start('a'), { state });
      expect(await refused()).toEqual({
        code: 'preview_required',
        hint: 'Call tape_start for its preview, confirm it, and use what it answers.',
        details: { reason: 'not_covered', covered_by: 'tape_start', state },
      });
    },
  );

  test.each<[string, Partial<Plan>]>([
    ['another caller', { principal: 'grace' }],
    ['another profile', { profile: 'production' }],
    ['another tool', { tool: 'tape_greet' }],
    ['another definition of the tool', { definitionHash: '0'.repeat(64) }],
    ['another server', { claim: { instance: 'another', fence: 1, leaseUntil: 0 } }],
    ['no execution that is known', { claim: undefined }],
  ])('is the same as none where it is of %s', async (_name, set) => {
    tapes = await startTapes();
    await change(await tapes.start('a'), set);
    const { code, details } = await refused();
    expect({ code, details }).toEqual({
      code: 'preview_required',
      details: { reason: 'not_covered', covered_by: 'tape_start' },
    });
  });

  test('is not what a caller only previewed', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    await tapes.value('tape_start', { tape: 'b' });
    const [pending] = await tapes.composition.store.plans({ states: ['pending'] });
    tapes.recorder.claims = pending?.id;
    expect(await refused()).toMatchObject({ details: { state: 'pending' } });
  });

  test('is not one that a person declined, that failed, or whose outcome nobody knows', async () => {
    tapes = await startTapes({ risks: { startRisk: 'destructive' } });
    await tapes.value('tape_start', { tape: 'a' });
    await tapes.says('tape_start', { tape: 'a', confirm: true }, { asking: person('declined') });
    for (const tape of ['jammed', 'lost']) {
      await tapes.value('tape_start', { tape });
      await tapes.says('tape_start', { tape, confirm: true }, { asking: person('approved') });
    }
    tapes.recorder.tapes.set('a', { plan: '', said: [] });
    for (const state of ['rejected', 'failed', 'unknown'] as const) {
      const [plan] = await tapes.composition.store.plans({ states: [state] });
      tapes.recorder.claims = plan?.id ?? '';
      expect(await refused()).toMatchObject({ code: 'preview_required', details: { state } });
    }
  });

  test('is not another covered one, nor one that does not exist', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    await tapes.start('b');
    await tapes.value('tape_say', { tape: 'b', line: 'hello' });
    const [covered] = await tapes.composition.store.plans({ tool: 'tape_say' });
    expect(covered).toMatchObject({ state: 'executed' });
    for (const id of [covered?.id ?? '', 'invented', '']) {
      tapes.recorder.tapes.set('a', { plan: id, said: [] });
      expect(await refused()).toMatchObject({ code: 'preview_required', details: { reason: 'not_covered' } });
    }
  });

  test('is of this caller alone', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    expect(await refused({ principal: 'grace' })).toMatchObject({ code: 'preview_required' });
    expect(await tapes.says('tape_say', hello)).toBe('executed');
  });

  test('is of the server that executed it, though several have one store', async () => {
    const store = memoryStore();
    tapes = await startTapes({ store });
    const plan = await tapes.start('a');
    const other = await startTapes({ store });
    other.recorder.tapes.set('a', { plan, said: [] });
    expect(await other.says('tape_say', hello)).toBe('preview_required');
    expect(other.said('a')).toEqual([]);
    await other.composition.close();
  });

  test('is asked for by the tool, whose own refusal is the answer', async () => {
    tapes = await startTapes();
    expect(await refused()).toMatchObject({ code: 'not_found', hint: 'Call tape_start.' });
  });

  // Seven thousand calls, which take longer than others on a busy machine.
  test('stays in memory however many writes it covers', { timeout: 300_000 }, async () => {
    tapes = await startTapes({ limits: { callsPerSecond: 1_000_000 } });
    await tapes.start('a');
    for (let count = 0; count < 7_000; count += 1) await tapes.call('tape_say', hello);
    expect(tapes.said('a')).toHaveLength(7_000);
    expect((await tapes.composition.store.plans({ limit: 10_000 })).length).toBeLessThanOrEqual(6_000);
  });
});
