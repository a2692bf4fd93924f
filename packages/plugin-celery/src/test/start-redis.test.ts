import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import type { ResultPort } from '../results/results.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import { startStarting, taskIdOf, writeCatalogue } from './start-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
/** The name that approvals of the test kit carry. */
const testApprover = 'test approver';
const add = { task_type: 'tasks.add', params: { x: 2, y: 3 } };
const dateParams = {
  type: 'object',
  additionalProperties: false,
  properties: { x: { type: 'integer', default: 20 }, y: { type: 'integer' } },
  required: ['y'],
};
const sum = { task: 'tasks.add', expected_duration: '2-5 minutes', params: dateParams };
const crisis = {
  task: 'tasks.echo',
  approval: 'human',
  approver_param: 'approved_by',
  params: {
    type: 'object',
    additionalProperties: false,
    properties: { severity: { type: 'string' }, approved_by: { type: 'string' } },
  },
};

describe.skipIf(isMissing)('starting a task on Redis', () => {
  let rig: RedisRig;
  let broker: BrokerPort;
  let results: ResultPort;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker({ hostname: 'w1', queues: ['celery', 'reports'] });
    broker = rig.broker();
    results = rig.results();
  });
  afterAll(() => rig.close());

  const open = (settings: object = {}, more: object = {}) =>
    startStarting({ settings: { broker: rig.url, ...settings }, ...more });
  const end = (taskId: unknown) => results.wait({ taskId: String(taskId), timeoutMs: 20_000 });

  test('says who will run it, sends it once, and the task runs', async () => {
    const { previewTool, callTool, ledger } = await open();
    const preview = await previewTool('start_background_task', add);
    expect(preview).toMatchObject({
      description: 'Start "tasks.add" on the queue "celery" (test): "celery@w1" may run it.',
      risk: 'additive',
      approval: { required: 'model' },
      details: {
        queue: 'celery',
        queue_from: 'celery_default',
        runs_on: ['celery@w1'],
        waiting_before_it: 0,
        workers: { known: 1, answered: 1, silent: [] },
        params: { x: 2, y: 3 },
      },
      warnings: [expect.stringContaining('not checked')],
    });
    expect(await broker.queue({ name: 'celery' })).toMatchObject({ ready: 0 });
    const confirmed = { ...add, confirm: true, ticket: preview['ticket'] ?? null };
    const outcome = await callTool('start_background_task', confirmed);
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { task_type: 'tasks.add', status: 'queued', queue: 'celery', already_started: false, poll_after_s: 2 },
    });
    const taskId = taskIdOf(outcome);
    expect(await end(taskId)).toMatchObject({ status: 'SUCCESS', value: 5 });
    expect(await ledger.get(taskId)).toMatchObject({ state: 'sent', principal: 'tester', task_name: 'tasks.add' });
    expect(await callTool('start_background_task', confirmed)).toMatchObject({ replayed: true, result: { task_id: taskId } });
    expect(await (await rig.python()).result(taskId)).toMatchObject({ status: 'SUCCESS', result: 5 });
  });

  test('a second start of the same is said to be one, as the first answer may have been lost', async () => {
    const { start, previewTool } = await open();
    const again = { ...add, queue: 'twice', allow_unconsumed: true };
    const warned = expect.stringContaining('the same task');
    expect(await previewTool('start_background_task', again)).toMatchObject({ warnings: expect.not.arrayContaining([warned]) });
    const { task_id: first } = await start(again);
    const preview = await previewTool('start_background_task', again);
    expect(preview).toMatchObject({ warnings: expect.arrayContaining([expect.stringContaining(String(first))]) });
    const other = await previewTool('start_background_task', { ...again, params: { x: 2, y: 4 } });
    expect(other).toMatchObject({ warnings: expect.not.arrayContaining([warned]) });
  });

  test('the original name answers in the original shape', async () => {
    const { callTool } = await open({ catalogue: await writeCatalogue({ sum }) });
    const args = { task_type: 'sum', params: { y: 1 } };
    const preview = await callTool('start_background_task_tool', args);
    const answer = await callTool('start_background_task_tool', { ...args, confirm: true, ticket: preview['ticket'] ?? null });
    expect(answer).toEqual({
      task_id: expect.any(String),
      task_type: 'sum',
      status: 'queued',
      estimated_duration: '2-5 minutes',
      queued_at: expect.stringMatching(/Z$/),
      message: expect.any(String),
    });
    expect(await end(answer['task_id'])).toMatchObject({ value: 21 });
  });

  test('the schema of a type holds, under its Celery name too', async () => {
    const { start, previewTool } = await open({ catalogue: await writeCatalogue({ sum }), allow_tasks: ['tasks.*'] });
    for (const task_type of ['sum', 'tasks.add']) {
      await expect(previewTool('start_background_task', { task_type, params: {} })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason: 'invalid_params', problems: ['y is required'] },
      });
    }
    expect(await previewTool('start_background_task', { task_type: 'sum', params: { y: 1 } })).toMatchObject({
      details: { params: { x: 20, y: 1 }, expected_duration: '2-5 minutes' },
      warnings: [],
    });
    expect(await start({ task_type: 'tasks.echo', params: { a: 1 } })).toMatchObject({ task_type: 'tasks.echo' });
  });

  test.each([
    ['celery.backend_cleanup', {}, 'forbidden', 'task_denied'],
    ['tasks.add', { deny_tasks: ['tasks.a*'] }, 'forbidden', 'task_denied'],
    ['tasks.add', { allow_tasks: ['app.*'] }, 'forbidden', 'task_not_allowed'],
    ['tasks.ad', {}, 'not_found', 'not_registered'],
  ])('%s with %j is %s (%s)', async (task_type, settings, code, reason) => {
    const { callTool } = await open(settings);
    await expect(callTool('start_background_task', { task_type })).rejects.toMatchObject({ code, details: { reason } });
  });

  test('a catalogue keeps everything else out', async () => {
    const { callTool } = await open({ catalogue: await writeCatalogue({ sum }) });
    await expect(callTool('start_background_task', { task_type: 'tasks.echo' })).rejects.toMatchObject({
      details: { reason: 'unknown_task_type', types: ['sum'] },
    });
  });

  test('the approver is named where the type wants it, whatever the caller says', async () => {
    const { previewTool, callTool, approve } = await open({ catalogue: await writeCatalogue({ crisis }) });
    const args = { task_type: 'crisis', params: { severity: 'high', approved_by: 'mallory' } };
    const preview = await previewTool('start_background_task', args);
    expect(preview).toMatchObject({
      approval: { required: 'human' },
      details: { params: { severity: 'high' }, filled_with_the_approver: 'approved_by' },
      warnings: [expect.stringContaining('is ignored')],
    });
    const confirmed = { ...args, confirm: true, ticket: preview['ticket'] ?? null };
    await expect(callTool('start_background_task', confirmed)).rejects.toMatchObject({ code: 'awaiting_approval' });
    await approve(String(preview['ticket']));
    const outcome = await callTool('start_background_task', confirmed);
    expect(outcome).toMatchObject({ status: 'executed', receipt: { approver: testApprover } });
    expect(await end(taskIdOf(outcome))).toMatchObject({ value: { kwargs: { severity: 'high', approved_by: testApprover } } });
  });

  test('the routes of the workers are kept', async () => {
    const { start } = await open();
    const answer = await start({ task_type: 'tasks.report', params: { title: 'one' } });
    expect(answer).toMatchObject({ queue: 'reports' });
    expect(await end(answer['task_id'])).toMatchObject({ value: { title: 'one' } });
  });

  test('a queue that nobody consumes is refused, and the likely one is named', async () => {
    const { callTool, start } = await open();
    await expect(callTool('start_background_task', { ...add, queue: 'report' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'no_consumer', queue: 'report', likely_queue: 'celery', consumed_queues: ['celery', 'reports'] },
    });
    const unconsumed = { ...add, queue: 'report', allow_unconsumed: true };
    const answer = await start(unconsumed);
    expect(answer['message']).toContain('no worker is known to take it');
    expect((await broker.find({ queue: 'report', taskIds: [String(answer['task_id'])] })).found.size).toBe(1);
  });

  test('a name of the workers own is no queue, whatever the caller allows', async () => {
    const { answer } = await open();
    for (const queue of ['unacked_index', '_kombu.binding.mail', 'celery-task-meta-x']) {
      const args = { ...add, queue, allow_unconsumed: true, confirm: true };
      expect(await answer('start_background_task', args)).toMatchObject({
        error: { code: 'invalid_input', details: { reason: 'reserved_queue', queue } },
      });
      expect(await rig.link.send(['EXISTS', queue])).toBe(0);
    }
  });

  test('delays, expiry and limits are what the worker gets', async () => {
    const { start, callTool } = await open();
    const late = {
      ...add,
      queue: 'parked',
      allow_unconsumed: true,
      countdown_s: 600,
      expires_s: 900,
      hard_limit_s: 60,
      soft_limit_s: 50,
      priority: 'low',
    };
    const answer = await start(late);
    const { items } = await broker.peek({ queue: 'parked', offset: 0, limit: 1 });
    expect(items[0]?.task).toMatchObject({
      taskId: answer['task_id'],
      hardLimitS: 60,
      softLimitS: 50,
      priority: 9,
      etaMs: Date.parse(String(answer['eta_at'])),
    });
    const refused = async (more: object) => callTool('start_background_task', { ...add, ...more });
    await expect(refused({ countdown_s: 3_600 })).rejects.toMatchObject({ details: { reason: 'eta_beyond_visibility_timeout' } });
    await expect(refused({ countdown_s: 60, expires_s: 30 })).rejects.toMatchObject({
      details: { reason: 'expires_before_eta' },
    });
    await expect(refused({ hard_limit_s: 5, soft_limit_s: 5 })).rejects.toMatchObject({ details: { reason: 'time_limits' } });
    await expect(refused({ countdown_s: 1, eta: '2030-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'invalid_input' });
    const described = async (eta: string) => String((await callTool('start_background_task', { ...add, eta }))['description']);
    const soon = new Date(Date.now() + 600_000).toISOString();
    expect(await described(soon)).toContain(` not before ${soon}`);
    expect(await described('2020-01-01T00:00:00Z')).not.toContain('not before');
    await expect(refused({ params: { x: { __type__: 'a', __value__: 1 } } })).rejects.toMatchObject({
      details: { reason: 'typed_value' },
    });
  });

  test('what cannot be checked before is doubted: unknown params, and limits that a pool does not keep', async () => {
    const worker = await rig.worker({ hostname: 'threads', pool: 'threads', queues: ['threads'] });
    const { previewTool } = await open();
    const args = { ...add, params: { x: 1, z: 2 }, queue: 'threads', hard_limit_s: 5 };
    expect(await previewTool('start_background_task', args)).toMatchObject({
      warnings: [expect.stringContaining('a threads pool'), expect.stringContaining('"x", "y" and not "z"')],
    });
    await worker.stop();
  });

  test('one key is one task, and only for the same arguments', async () => {
    const { start, callTool, previewTool } = await open();
    const keyed = { ...add, idempotency_key: 'nightly' };
    const first = await start(keyed);
    expect(await previewTool('start_background_task', { ...keyed, params: { y: 3, x: 2 } })).toMatchObject({
      description: `Answer with task ${String(first['task_id'])}, which this idempotency key started before; nothing is sent.`,
    });
    const second = await start(keyed);
    expect(second).toMatchObject({ task_id: first['task_id'], already_started: true, queued_at: first['queued_at'] });
    await expect(callTool('start_background_task', { ...keyed, params: { x: 1, y: 1 } })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'idempotency_key_reused', task_id: first['task_id'] },
    });
    const { start: startAsOther } = await open({}, { principal: 'another' });
    expect((await startAsOther(keyed))['task_id']).not.toBe(first['task_id']);
  });

  test('a confirmation is stale when the last worker has gone meanwhile', async () => {
    const worker = await rig.worker({ hostname: 'leaving', queues: ['short'] });
    const { previewTool, callTool } = await open();
    const args = { ...add, queue: 'short' };
    await previewTool('start_background_task', args);
    worker.killMain('SIGTERM');
    await worker.ended();
    await worker.stop();
    await expect(callTool('start_background_task', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { verdict: { was: 'ready', is: 'no_consumer' } } },
    });
    expect(await broker.queue({ name: 'short' })).toMatchObject({ ready: 0 });
  });

  test('a silent worker is no consumer and no reason to say there is none', async () => {
    const worker = await rig.worker({ hostname: 'frozen', queues: ['frozen'] });
    worker.suspend();
    const { callTool } = await open({ answer_timeout_ms: 1_000 });
    await expect(callTool('start_background_task', { ...add, queue: 'frozen' })).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'workers_silent', workers: { known: 2 } },
    });
    worker.kill('SIGKILL');
    await worker.ended();
  });
});
