import type { Clock, JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, startRedis, testClock } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { skips, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import type { Fate } from './proxy.ts';
import { startProxy } from './proxy.ts';
import { startStarting, taskIdOf } from './start-rig.ts';

const add = { task_type: 'tasks.add', params: { x: 2, y: 3 } };

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))('starting tasks on RabbitMQ', () => {
  const rig = useRabbitmq();
  const open = (settings: JsonObject = {}, more: { clock?: Clock } = {}) =>
    startStarting({ settings: { broker: rig.server().url, ...settings }, ...more });

  test('a task and a chain run, and their results come back over rpc', async () => {
    await rig.worker({ hostname: 'w1', backend: 'rpc://' });
    const { previewTool, start, chain, callTool } = await open();
    expect(await previewTool('start_background_task', add)).toMatchObject({
      details: { queue: 'celery', runs_on: ['celery@w1'], waiting_before_it: 0, workers: { answered: 1 } },
    });
    const answer = await start({ ...add, params: { x: 20, y: 22 } });
    expect(answer).toMatchObject({ status: 'queued', queue: 'celery' });
    const waited = await callTool('wait_for_task', { task_id: String(answer['task_id']), timeout_s: 25 });
    expect(waited).toMatchObject({ status: 'success', result: { value: 42 } });
    const { tasks } = await chain({ steps: [add, { ...add, params: { x: 1, y: 1 } }] });
    const last = await callTool('wait_for_task', { task_id: tasks[1]?.task_id ?? '', timeout_s: 25 });
    expect(last).toMatchObject({ status: 'success', result: { value: 2 } });
  });

  test("Celery's own client reads what was started", async () => {
    const redis = rig.ends(await startRedis(), (server) => server.stop());
    await rig.worker({ backend: redis.url });
    const python = await rig.python({ backend: redis.url });
    const { start, chain } = await open({ result_backend: redis.url });
    const { task_id: taskId } = await start(add);
    expect(await python.wait(String(taskId))).toMatchObject({ status: 'SUCCESS', result: 5 });
    const { tasks } = await chain({ mode: 'chord', steps: [add, add, { task_type: 'tasks.total' }] });
    expect(await python.wait(tasks[2]?.task_id ?? '')).toMatchObject({ status: 'SUCCESS', result: 10 });
  });

  test('a priority goes up to what the queue sorts by, and is said to be in vain elsewhere', async () => {
    const broker = rig.broker();
    const worker = await rig.worker();
    const { previewTool } = await open();
    const args = { task_type: 'tasks.ranked', params: { path: 'p', text: 't' }, priority: 'high' };
    const preview = await previewTool('start_background_task', args);
    expect(preview).toMatchObject({ details: { queue: 'prioritized', queue_from: 'worker_routes', priority: 'high' } });
    expect(await previewTool('start_background_task', { ...add, priority: 'high' })).toMatchObject({
      warnings: expect.arrayContaining([expect.stringContaining('no x-max-priority')]),
    });
    worker.suspend();
    const hasty = await open({ answer_timeout_ms: 500 });
    const unheard = { ...args, allow_unconsumed: true, queue: 'prioritized' };
    const { ticket } = await hasty.previewTool('start_background_task', unheard);
    await hasty.callTool('start_background_task', { ...unheard, confirm: true, ticket: ticket ?? null });
    await worker.stop();
    const { items } = await broker.peek({ queue: 'prioritized', offset: 0, limit: 1 });
    // Without an answer of the worker nobody tells how far the queue sorts.
    expect(items[0]?.task).toMatchObject({ taskName: 'tasks.ranked', priority: undefined });
  });

  test('a queue without consumers, and one that does not exist, lose nothing', async () => {
    await rig.worker();
    const queue = await rig.queue();
    const { callTool, start } = await open();
    const parked = { ...add, queue, allow_unconsumed: true };
    await expect(callTool('start_background_task', { ...add, queue })).rejects.toMatchObject({
      details: { reason: 'no_consumer' },
    });
    const { task_id: taskId } = await start(parked);
    expect((await rig.broker().find({ queue, taskIds: [String(taskId)] })).found.size).toBe(1);
    await expect(callTool('start_background_task', { ...parked, queue: 'no-such-queue' })).rejects.toMatchObject({
      details: { reason: 'no_consumer', queue_exists: false },
    });
  });

  test.each([
    { fate: 'cut-after', waiting: 1 },
    { fate: 'cut-before', waiting: 0 },
  ] as const)('a publish that is $fate', async ({ fate, waiting }) => {
    await rig.worker({ backend: 'rpc://' });
    const queue = await rig.queue();
    const proxy = rig.ends(await startProxy(rig.server().port), (opened) => opened.close());
    const url = Object.assign(new URL(rig.server().url), { port: `${proxy.port}` }).href;
    const { previewTool, answer, start } = await open({ broker: url });
    const args = { ...add, queue, allow_unconsumed: true, idempotency_key: 'cut' };
    const { ticket } = await previewTool('start_background_task', args);
    let isCut = false;
    proxy.decide = (sent): Fate => {
      if (isCut || !sent.includes('tasks.add')) return 'pass';
      isCut = true;
      return fate;
    };
    const outcome = await answer('start_background_task', { ...args, confirm: true, ticket: ticket ?? null });
    expect(isCut).toBe(true);
    expect(outcome.kind).toBe(waiting === 1 ? 'value' : 'error');
    expect((await rig.broker().queue({ name: queue }))?.ready).toBe(waiting);
    expect(await start(args)).toMatchObject({ already_started: waiting === 1 });
    const { items } = await rig.broker().peek({ queue, offset: 0, limit: 10 });
    expect(items).toHaveLength(1);
    if (outcome.kind === 'value') expect(items[0]?.task?.taskId).toBe(taskIdOf(outcome.value));
  });

  test('a task that may be held back by a rate limit is not sent a second time', async () => {
    const worker = await rig.worker({ backend: 'rpc://', pool: 'threads' });
    const proxy = rig.ends(await startProxy(rig.server().port), (opened) => opened.close());
    const url = Object.assign(new URL(rig.server().url), { port: `${proxy.port}` }).href;
    const clock = testClock();
    const { previewTool, answer, start } = await open({ broker: url }, { clock });
    await start({ task_type: 'tasks.rate_limited' });
    const args = { task_type: 'tasks.rate_limited', params: { text: 'held' }, idempotency_key: 'held' };
    const { ticket } = await previewTool('start_background_task', args);
    proxy.decide = (sent): Fate => (sent.includes('tasks.rate_limited') && sent.includes('held') ? 'cut-after' : 'pass');
    const confirmed = { ...args, confirm: true, ticket: ticket ?? null };
    const outcome = await answer('start_background_task', confirmed);
    // Either it was still seen in its queue, or nobody can tell.
    if (outcome.kind === 'error') expect(outcome.error.code).toBe('unknown_outcome');
    proxy.decide = () => 'pass';
    // The first sender is taken for dead then, and the same key may be asked for again.
    clock.advance(31_000);
    const again: unknown = await start(args).catch((error: unknown) => error);
    expect(again).toMatchObject(outcome.kind === 'value' ? { already_started: true } : { code: 'unknown_outcome' });
    const received = () => worker.log().match(/Task tasks\.rate_limited\[[^\]]+\] received/g);
    await expect.poll(received).toHaveLength(2);
  });
});
