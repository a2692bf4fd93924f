import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startMatrixWorld } from './matrix-world.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import { opensNoPickle, pickling } from './trouble-pickle.ts';

describe.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))('contents that cannot be read, on Redis', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());

  test('a result in pickle', async () => {
    const worker = await rig.worker(pickling);
    onTestFinished(() => worker.stop());
    await opensNoPickle({ worker, world: await startMatrixWorld({ broker: rig.url }) });
  });

  test('a task in pickle waits, is seen and is cancelled like any other', async () => {
    const python = await rig.python({ settings: { task_serializer: 'pickle', accept_content: ['pickle', 'json'] } });
    onTestFinished(() => python.stop());
    const task_id = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { queue: 'parked' } });
    const { statusOf, callTool, cancel } = await startMatrixWorld({ broker: rig.url });
    expect(await statusOf(task_id)).toMatchObject({ state: 'queued', task_name: 'tasks.add', queue: 'parked', position: 1 });
    expect(await callTool('queue_peek', { queue: 'parked' })).toMatchObject({
      messages: [{ task_id, arguments: null, unreadable: { reason: 'serializer', kind: 'application/x-python-serialize' } }],
    });
    expect(await cancel({ task_id })).toMatchObject({ outcome: 'cancelled' });
    expect(await callTool('queue_list', {})).not.toMatchObject({ queues: [{ queue: 'parked', ready: 1 }] });
  });

  test.each([
    ['half of a record', '{"status":'],
    ['a list', '[1,2]'],
    ['no status', '{}'],
    ['a status that is none', '{"status":5}'],
    ['nothing', ''],
    ['brackets without end', '['.repeat(100_000)],
  ])('a record that is %s is an answer of the tools that look, and an error of those that need it', async (_name, record) => {
    const task_id = 'written-by-hand';
    await rig.link.send(['SET', `celery-task-meta-${task_id}`, record]);
    const { callTool } = await startMatrixWorld({ broker: rig.url });
    for (const tool of ['get_task_status', 'wait_for_task', 'task_log']) {
      expect(await callTool(tool, { task_id }), tool).toMatchObject({
        state: 'unknown',
        reason: expect.stringContaining('no record of Celery'),
      });
    }
    expect(await callTool('celery_diagnose', { task_id })).toMatchObject({ task: { task_id, state: 'unknown' } });
    for (const tool of ['cancel_task', 'retry_task']) {
      await expect(callTool(tool, { task_id }), tool).rejects.toMatchObject({
        code: 'upstream_error',
        details: { reason: 'malformed_result', bytes: record.length },
      });
    }
  });
});
