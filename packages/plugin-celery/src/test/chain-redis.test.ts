import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import type { ResultPort } from '../results/results.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import { startStarting, writeCatalogue } from './start-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const add = (x: number, y: number) => ({ task_type: 'tasks.add', params: { x, y } });

describe.skipIf(isMissing)('starting several tasks on Redis', () => {
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

  const open = (settings: object = {}) => startStarting({ settings: { broker: rig.url, ...settings } });
  const end = (taskId: string | undefined) => results.wait({ taskId: taskId ?? '', timeoutMs: 20_000 });

  test('a chain is one message, and each step has its own params', async () => {
    const { previewTool, chain, ledger } = await open();
    const steps = [add(1, 2), { task_type: 'tasks.report', params: { title: 'second' } }, add(3, 4)];
    expect(await previewTool('chain_tasks', { steps })).toMatchObject({
      description: 'Start 3 tasks (test), one after another: "tasks.add", "tasks.report", "tasks.add".',
      details: { steps: [{ queue: 'celery' }, { queue: 'reports', queue_from: 'worker_routes', runs_on: ['celery@w1'] }, {}] },
    });
    const answer = await chain({ steps });
    expect(answer).toMatchObject({
      group_id: null,
      tasks: [{ status: 'queued' }, { status: 'waiting', queue: 'reports' }, { status: 'waiting' }],
    });
    const [first, second, third] = answer.tasks.map(({ task_id }) => task_id);
    expect(await end(third)).toMatchObject({ status: 'SUCCESS', value: 7, parentId: second });
    expect(await end(second)).toMatchObject({ value: { title: 'second' }, parentId: first });
    expect(await ledger.get(second ?? '')).toMatchObject({ parent: first, state: 'sent' });
    expect(await (await rig.python()).result(third ?? '')).toMatchObject({ status: 'SUCCESS', result: 7 });
  });

  test('a step may take the result of the one before', async () => {
    const { chain } = await open();
    const { tasks } = await chain({ steps: [add(1, 2), { task_type: 'tasks.add', params: { y: 10 }, immutable: false }] });
    expect(await end(tasks[1]?.task_id)).toMatchObject({ value: 13 });
  });

  test('a result goes past the schema of the catalogue, which the preview says', async () => {
    const sum = { task: 'tasks.add', params: { type: 'object', properties: { x: { type: 'integer', maximum: 5 } } } };
    const { previewTool } = await open({ catalogue: await writeCatalogue({ sum }) });
    const first = { task_type: 'sum', params: { x: 5, y: 5 } };
    const preview = await previewTool('chain_tasks', {
      steps: [first, { task_type: 'sum', params: { y: 1 }, immutable: false }],
    });
    expect(preview).toMatchObject({ warnings: [expect.stringMatching(/^Step 2, "sum": .*not compared with the schema/)] });
  });

  test('a group runs side by side under one id', async () => {
    const { chain } = await open();
    const { tasks, group_id: groupId } = await chain({ mode: 'group', steps: [add(1, 1), add(2, 2)] });
    const ends = await Promise.all(tasks.map(({ task_id }) => end(task_id)));
    expect(ends).toMatchObject([
      { value: 2, groupId },
      { value: 4, groupId },
    ]);
  });

  test('the end of a chord gets all results', async () => {
    const { chain } = await open();
    const { tasks } = await chain({ mode: 'chord', steps: [add(1, 1), add(2, 2), { task_type: 'tasks.total' }] });
    expect(tasks.map(({ status }) => status)).toEqual(['queued', 'queued', 'waiting']);
    expect(await end(tasks[2]?.task_id)).toMatchObject({ value: 6 });
  });

  test('one step that nobody would run refuses all', async () => {
    const { callTool } = await open();
    await expect(callTool('chain_tasks', { steps: [add(1, 1), { ...add(1, 1), queue: 'nowhere' }] })).rejects.toMatchObject({
      details: { reason: 'no_consumer', queue: 'nowhere' },
    });
    await expect(callTool('chain_tasks', { steps: [add(1, 1), { task_type: 'tasks.x' }] })).rejects.toMatchObject({
      details: { reason: 'not_registered' },
    });
    await expect(callTool('chain_tasks', { steps: [add(1, 1), { task_type: 'celery.chain' }] })).rejects.toMatchObject({
      details: { reason: 'task_denied' },
    });
    await expect(callTool('chain_tasks', { mode: 'chord', steps: [add(1, 1), add(1, 1)] })).resolves.toMatchObject({
      status: 'preview',
    });
    expect(await broker.queue({ name: 'celery' })).toMatchObject({ ready: 0 });
  });

  test('the strictest step decides over the approval, and gets the approver', async () => {
    const params = { type: 'object', properties: { by: { type: 'string' } }, additionalProperties: false };
    const catalogue = await writeCatalogue({
      plain: { task: 'tasks.report' },
      strict: { task: 'tasks.echo', approval: 'human', approver_param: 'by', params },
    });
    const { previewTool, callTool, approve } = await open({ catalogue });
    const args = { steps: [{ task_type: 'plain' }, { task_type: 'strict' }] };
    const preview = await previewTool('chain_tasks', args);
    expect(preview).toMatchObject({ approval: { required: 'human' } });
    await approve(String(preview['ticket']));
    const outcome = await callTool('chain_tasks', { ...args, confirm: true, ticket: preview['ticket'] ?? null });
    expect(outcome).toMatchObject({ status: 'executed', result: { tasks: [{ task_type: 'plain' }, { task_type: 'strict' }] } });
    const { tasks } = outcome['result'] as { tasks: { task_id: string }[] };
    expect(await end(tasks[1]?.task_id)).toMatchObject({ value: { args: [], kwargs: { by: 'test approver' } } });
  });

  test('a chord is refused where results are not in Redis', async () => {
    const { callTool } = await open({ result_backend: 'none' });
    await expect(callTool('chain_tasks', { mode: 'chord', steps: [add(1, 1), add(1, 1)] })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'no_chords' },
    });
  });

  test('the steps count against the limits', async () => {
    const { callTool } = await open({ limits: { in_flight: 2 } });
    await expect(callTool('chain_tasks', { steps: [add(1, 1), add(1, 1), add(1, 1)] })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'in_flight', limit: 2 },
    });
  });
});
