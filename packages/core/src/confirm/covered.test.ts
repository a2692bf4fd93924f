import { afterEach, describe, expect, test } from 'vitest';
import { LineclearError } from '../plugin/errors.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { errorOf } from './test/line.ts';
import { startTapes, type Tapes } from './test/tapes.ts';

let tapes: Tapes;
afterEach(() => tapes.composition.close());

const hello = { tape: 'a', line: 'hello' };
const failing = (store: Store, isBroken: () => boolean): Store =>
  new Proxy(store, {
    get: (target, name, receiver) =>
      name === 'createPlan' && isBroken()
        ? () => Promise.reject(new LineclearError('audit_unavailable', 'The store is full.'))
        : Reflect.get(target, name, receiver),
  });

const eventsOf = async () => {
  await tapes.composition.audit.flush();
  return (await tapes.composition.audit.query({ tool: 'tape_say', order: 'asc' })).filter(({ event }) => event !== 'read');
};

describe('a write that a plan covers', () => {
  test('runs at once, with a receipt that names the plan', async () => {
    tapes = await startTapes();
    const plan = await tapes.start('a');
    const answer = await tapes.value('tape_say', hello);
    expect(answer).toMatchObject({
      status: 'executed',
      action: 'tape_say',
      result: { tape: 'a', lines: 1 },
      receipt: { covered_by: plan, assurance: 'model', outcome: 'executed', principal: 'ada' },
    });
    expect(answer).not.toHaveProperty('ticket');
    expect(answer['receipt']).not.toHaveProperty('confirmed_at');
    expect(tapes.said('a')).toEqual(['hello']);
  });

  test('is recorded with its input before it runs, and with its outcome after it', async () => {
    tapes = await startTapes();
    const plan = await tapes.start('a');
    let before: readonly string[] = [];
    tapes.recorder.before = async () => {
      before = (await tapes.composition.store.events({ tool: 'tape_say' })).map(({ event }) => event);
    };
    const { receipt } = await tapes.value('tape_say', hello);
    expect(before).toEqual(['covered']);
    const events = await eventsOf();
    expect(events.map(({ event, outcome }) => [event, outcome])).toEqual([
      ['covered', undefined],
      ['executed', 'ok'],
    ]);
    expect(events[0]).toMatchObject({ covered_by: plan, input: hello, principal: 'ada', plugin: 'tape', assurance: 'model' });
    expect(events[1]).toMatchObject({ covered_by: plan, plan_id: events[0]?.plan_id });
    expect(events[0]?.plan_id).not.toBe(plan);
    expect(receipt).toMatchObject({ plan_id: events[1]?.plan_id, seq: events[1]?.seq, hash: events[1]?.hash });
  });

  test('leaves the receipt of the plan that covers it as it was', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    const before = await tapes.value('tape_start', { tape: 'a', confirm: true });
    await tapes.value('tape_say', hello);
    expect(await tapes.value('tape_start', { tape: 'a', confirm: true })).toEqual(before);
  });

  test('runs once for each call, however many there are at once', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    await Promise.all(Array.from({ length: 20 }, () => tapes.value('tape_say', hello)));
    expect(tapes.said('a')).toHaveLength(20);
    const plans = await tapes.composition.store.plans({ tool: 'tape_say' });
    expect(plans.map(({ state }) => state)).toEqual(Array.from({ length: 20 }, () => 'executed'));
  });

  test('does not run where it cannot be recorded', async () => {
    let isBroken = false;
    tapes = await startTapes({ store: failing(memoryStore(), () => isBroken) });
    await tapes.start('a');
    isBroken = true;
    expect(await tapes.says('tape_say', hello)).toBe('audit_unavailable');
    expect(tapes.said('a')).toEqual([]);
  });

  test('does not run for a caller who has left', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    const leaving = new AbortController();
    tapes.recorder.search = () => leaving.abort();
    expect(await tapes.says('tape_say', hello, { signal: leaving.signal })).toBe('cancelled');
    expect(tapes.said('a')).toEqual([]);
    expect((await eventsOf()).map(({ event, outcome }) => [event, outcome])).toEqual([['refused', 'cancelled']]);
  });

  test('goes on to its end when the caller leaves while it runs', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    const leaving = new AbortController();
    tapes.recorder.before = () => leaving.abort();
    expect(await tapes.says('tape_say', hello, { signal: leaving.signal })).toBe('executed');
    expect(tapes.said('a')).toEqual(['hello']);
  });

  test('is waited for when the composition closes', async () => {
    tapes = await startTapes();
    await tapes.start('a');
    const { promise, resolve } = Promise.withResolvers<void>();
    const { promise: running, resolve: isRunning } = Promise.withResolvers<void>();
    tapes.recorder.before = () => {
      isRunning();
      return promise;
    };
    const call = tapes.says('tape_say', hello);
    await running;
    const ended: string[] = [];
    const both = [call.then((status) => ended.push(status)), tapes.composition.close().then(() => ended.push('closed'))];
    // Long enough for a composition that waits for nothing.
    setTimeout(() => resolve(), 100);
    await Promise.all(both);
    expect(ended).toEqual(['executed', 'closed']);
  });
});

describe('how it ends', () => {
  const said = async (error: unknown, effect: 'before' | 'after' = 'before') => {
    tapes = await startTapes();
    const plan = await tapes.start('a');
    tapes.recorder[effect] = () => {
      throw error;
    };
    return { plan, answer: await errorOf(tapes.value('tape_say', hello)) };
  };

  test.each(['not_found', 'conflict', 'stale'] as const)('%s with nothing sent is failed, and shows no preview', async (code) => {
    const { plan, answer } = await said(new LineclearError(code, 'It ended.', { effect: 'none', details: { reason: 'ended' } }));
    expect(answer).toMatchObject({
      code,
      details: { status: 'failed', receipt: { covered_by: plan }, cause: { reason: 'ended' } },
    });
    expect(answer.details).not.toHaveProperty('preview');
    expect((await eventsOf()).map(({ event }) => event)).toEqual(['covered', 'failed']);
    expect(await tapes.says('tape_say', hello)).toBe(code);
  });

  test.each([
    ['a timeout', new LineclearError('timeout', 'Nobody answered.')],
    ['a defect', new TypeError('undefined is not a function')],
  ])('%s is unknown, and is not tried again', async (_name, error) => {
    const { answer } = await said(error, 'after');
    expect(answer).toMatchObject({ code: 'unknown_outcome', details: { status: 'unknown' } });
    await tapes.composition.recover();
    expect(tapes.said('a')).toEqual(['hello']);
    expect((await eventsOf()).map(({ event }) => event)).toEqual(['covered', 'unknown']);
  });
});
