import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisBinary, skipWithout, type StartedPlugin } from '@lineclear/testing';
import type { PythonClient } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { WireValue } from '../protocol/wire-value.ts';
import type { ResultPort } from '../results/results.ts';
import { closedGate } from './closed-gate.ts';
import { resultOf, sender, startTools } from './change-rig.ts';
import { startProxy } from './proxy.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const timeoutMs = 15_000;

describe.skipIf(isMissing)('starting tasks again on Redis', () => {
  let rig: RedisRig;
  let python: PythonClient;
  let results: ResultPort;
  let started: StartedPlugin;
  let tasks: ReturnType<typeof sender>;

  beforeAll(async () => {
    rig = await startRedisRig();
    [python] = await Promise.all([
      rig.python(),
      rig.worker({ hostname: 'w1', queues: ['celery'], settings: { result_extended: true } }),
    ]);
    results = rig.results();
    tasks = sender(rig.broker());
    started = await startTools({ settings: { broker: rig.url } });
  });
  afterAll(async () => {
    await started.close();
    await rig.close();
  });

  const ended = async (order: Parameters<typeof tasks.send>[0]): Promise<string> => {
    const taskId = await tasks.send(order);
    await results.wait({ taskId, timeoutMs });
    return taskId;
  };
  const other = async (options: Partial<Parameters<typeof startTools>[0]> & { settings?: object }) => {
    const plugin = await startTools({ ...options, settings: { broker: rig.url, ...options.settings } });
    onTestFinished(() => plugin.close());
    return plugin;
  };

  test('starts a failed task with the same arguments, as another task', async () => {
    const former = await ended({ taskName: 'tasks.fail', args: [], kwargs: { message: 'no luck' } });
    const { preview, outcome } = await started.confirmTool('retry_task', { task_id: former });
    expect(preview).toMatchObject({
      description: 'Start "tasks.fail" again, as a new task (test): "celery@w1" may run it.',
      risk: 'additive',
      before: { task_id: former, state: 'failure', completed_at: expect.any(String) },
      details: { args: [], kwargs: { message: 'no luck' }, arguments_from: 'record', queue: 'celery', queue_from: 'former_task' },
    });
    const answer = resultOf(outcome);
    expect(answer).toMatchObject({ retry_of: former, task_name: 'tasks.fail', queue: 'celery', status: 'queued' });
    expect(answer['task_id']).not.toBe(former);
    expect(await python.wait(String(answer['task_id']))).toMatchObject({
      status: 'FAILURE',
      result: { type: 'ValueError', message: 'no luck' },
    });
  });

  test('sends values unchanged that only Python knows', async () => {
    const args: readonly WireValue[] = [
      { __type__: 'decimal', __value__: '1.10' },
      9_007_199_254_740_993n,
      Number.NaN,
      { deep: [null, '☃'] },
    ];
    const former = await ended({ taskName: 'tasks.echo', args, kwargs: { token: 'hidden' }, typedValues: 'keep' });
    const { preview, outcome } = await started.confirmTool('retry_task', { task_id: former });
    expect(preview).toMatchObject({
      details: { args: ['1.10', '9007199254740993', 'NaN', { deep: [null, '☃'] }], kwargs: { token: '[secret]' } },
      warnings: expect.arrayContaining([expect.stringContaining('a second time')]),
    });
    const again = await results.wait({ taskId: String(resultOf(outcome)['task_id']), timeoutMs });
    expect(again?.value).toEqual((await results.read({ taskId: former }))?.value);
    expect(again?.value).toMatchObject({ kwargs: { token: 'hidden' } });
  });

  test('takes the arguments of a lost task from its message', async () => {
    const dying = await rig.worker({ hostname: 'w2', queues: ['reports'], settings: { task_track_started: true } });
    const former = await tasks.send({ taskName: 'tasks.acks_late', args: [30], queue: 'reports' });
    await tasks.until(async () => (await results.read({ taskId: former }))?.status === 'STARTED');
    dying.kill('SIGKILL');
    await dying.ended();
    // The worker that is left knows the task and reads another queue.
    await tasks.until(async () => (await started.answer('retry_task', { task_id: former, queue: 'celery' })).kind === 'value');
    expect(await started.previewTool('retry_task', { task_id: former, queue: 'celery' })).toMatchObject({
      details: { args: [30], arguments_from: 'message', queue: 'celery' },
      warnings: expect.arrayContaining([expect.stringContaining('cancel_task keeps it from that')]),
    });
    // The killed one counts as silent until its heartbeats are missed.
    await expect(started.callTool('retry_task', { task_id: former })).rejects.toMatchObject({
      details: { reason: expect.stringMatching(/no_consumer|workers_silent/) },
    });
  });

  test('refuses what has not ended, and what nobody knows', async () => {
    const running = await tasks.send({ taskName: 'tasks.until', args: [closedGate().path] });
    await tasks.untilRunning(running);
    await expect(started.callTool('retry_task', { task_id: running })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'still_running', state: 'running' },
    });
    await expect(started.callTool('retry_task', { task_id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is stale when the result is gone that had the arguments', async () => {
    const args = { task_id: await ended({ taskName: 'tasks.fail', args: ['once'] }) };
    const { ticket } = await started.previewTool('retry_task', args);
    await rig.link.send(['DEL', `celery-task-meta-${args.task_id}`]);
    await expect(started.callTool('retry_task', { ...args, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      code: 'stale',
      // A worker may still count it as active for a moment.
      details: { changed: { state: { was: 'failure', is: expect.stringMatching(/unknown|running/) } } },
    });
  });

  test('refuses to guess arguments that are kept nowhere', async () => {
    const former = randomUUID();
    const record = {
      status: 'FAILURE',
      result: { exc_type: 'ValueError', exc_message: ['no'] },
      traceback: null,
      task_id: former,
    };
    await rig.link.send(['SET', `celery-task-meta-${former}`, JSON.stringify(record)]);
    await started.confirmTool('remember_task', {
      task_id: former,
      task_name: 'tasks.fail',
      queue: 'celery',
      principal: 'tester',
    });
    await expect(started.callTool('retry_task', { task_id: former })).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('Start "tasks.fail" anew with start_background_task'),
      details: { reason: 'arguments_unknown', task_name: 'tasks.fail' },
    });
    // A cut text of Python's is no argument.
    await rig.link.send([
      'SET',
      `celery-task-meta-${former}`,
      JSON.stringify({ ...record, name: 'tasks.fail', args: "['a', ...]", kwargs: '{}' }),
    ]);
    await expect(started.callTool('retry_task', { task_id: former })).rejects.toMatchObject({
      details: { reason: 'arguments_unknown' },
    });
  });

  test('keeps arguments from those who may not read them', async () => {
    const former = await ended({ taskName: 'tasks.echo', args: ['private'] });
    const staging = await other({ profile: { tier: 'staging' } });
    const refusal = await staging.answer('retry_task', { task_id: former });
    expect(refusal).toMatchObject({ kind: 'error', error: { code: 'forbidden', details: { reason: 'not_a_result_reader' } } });
    expect(JSON.stringify(refusal)).not.toContain('private');
    const reader = await other({ profile: { tier: 'staging' }, settings: { result_readers: ['tester'] } });
    expect(await reader.previewTool('retry_task', { task_id: former })).toMatchObject({ details: { args: ['private'] } });
  });

  test('starts only what may be started', async () => {
    const former = await ended({ taskName: 'tasks.echo', args: [1] });
    const strict = await other({ settings: { deny_tasks: ['tasks.echo'] } });
    await expect(strict.callTool('retry_task', { task_id: former })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'task_denied' },
    });
    const small = await other({ settings: { limits: { argument_bytes: 256 } } });
    const large = await ended({ taskName: 'tasks.echo', args: ['x'.repeat(300)] });
    await expect(small.callTool('retry_task', { task_id: large })).rejects.toMatchObject({
      details: { reason: 'arguments_too_large' },
    });
  });

  test('asks for the approval of the catalogue, and names the approver anew', async () => {
    const catalogue = join(tmpdir(), `lineclear-${randomUUID()}.yaml`);
    const params =
      '{ type: object, additionalProperties: false, properties: { severity: { type: string }, approved_by: { type: string } } }';
    await writeFile(
      catalogue,
      `task_types: { alarm: { task: tasks.echo, approval: human, approver_param: approved_by, params: ${params} } }`,
    );
    const plugin = await other({ settings: { catalogue } });
    const kwargs = { severity: 'high', approved_by: 'somebody else' };
    const args = { task_id: await ended({ taskName: 'tasks.echo', args: [], kwargs }) };
    const { ticket, details } = await plugin.previewTool('retry_task', args);
    expect(details).toMatchObject({ task_type: 'alarm', kwargs: { severity: 'high' }, filled_with_the_approver: 'approved_by' });
    expect(JSON.stringify(details)).not.toContain('somebody else');
    const again = { ...args, confirm: true, ticket: ticket ?? null };
    await expect(plugin.callTool('retry_task', again)).rejects.toMatchObject({ code: 'awaiting_approval' });
    await plugin.approve(String(ticket));
    const { task_id } = resultOf(await plugin.callTool('retry_task', again));
    const result = await results.wait({ taskId: String(task_id), timeoutMs });
    expect(result?.value).toMatchObject({
      kwargs: { severity: 'high', approved_by: expect.not.stringContaining('somebody else') },
    });
    const misfit = await ended({ taskName: 'tasks.echo', args: [], kwargs: { strange: 1 } });
    await expect(plugin.callTool('retry_task', { task_id: misfit })).rejects.toMatchObject({
      details: { reason: 'invalid_params' },
    });
    const nameless = await ended({ taskName: 'tasks.echo', args: ['strange'], kwargs: {} });
    expect(await plugin.previewTool('retry_task', { task_id: nameless })).toMatchObject({
      warnings: expect.arrayContaining([expect.stringContaining('not compared with the schema')]),
    });
  });

  test('sends it once when two confirm, and when the answer is lost', async () => {
    const path = join(tmpdir(), `lineclear-${randomUUID()}`);
    const former = await ended({ taskName: 'tasks.note', args: [path, 'ran'] });
    const proxy = await startProxy(Number(new URL(rig.url).port));
    onTestFinished(() => proxy.close());
    const plugin = await other({ settings: { broker: `redis://127.0.0.1:${proxy.port}/0` } });
    const { ticket } = await plugin.previewTool('retry_task', { task_id: former });
    const again = { task_id: former, confirm: true, ticket: ticket ?? null };
    proxy.decide = (sent) => {
      if (!sent.includes('LPUSH')) return 'pass';
      proxy.decide = () => 'pass';
      return 'cut-after';
    };
    const outcomes = await Promise.all([plugin.callTool('retry_task', again), plugin.callTool('retry_task', again)]);
    const ids = outcomes.map((outcome) => String(resultOf(outcome)['task_id']));
    expect(new Set(ids).size).toBe(1);
    expect(await python.wait(ids[0] ?? '')).toMatchObject({ status: 'SUCCESS' });
    expect(await rig.link.send(['LLEN', 'celery'])).toBe(0);
    expect(await readFile(path, 'utf8')).toBe('ran\nran\n');
  });
});
