import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, startPlugin } from '@lineclear/testing';
import { type CeleryWorker, skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import celery from '../index.ts';
import { closedGate } from './closed-gate.ts';
import { startMatrixWorld } from './matrix-world.ts';
import { patient } from './patient.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const hidden = 'pw-never-shown';
const kwargs = { seconds: 60, password: hidden, api_key: hidden, source: `amqp://ada:${hidden}@rabbit//` };

describe.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))('what answers keep to themselves', () => {
  let rig: RedisRig;
  let worker: CeleryWorker;
  beforeAll(async () => {
    rig = await startRedisRig();
    worker = await rig.worker({ hostname: 'w1', concurrency: 1, options: ['-E'], settings: { result_extended: true } });
  });
  afterAll(() => rig.close());
  const send = async (taskName: string, order: Partial<Parameters<typeof message>[0]> & { queue?: string } = {}) => {
    const { queue = 'celery', ...fields } = order;
    const taskId = randomUUID();
    await rig.broker().publish({ message: message({ taskName, taskId, ...fields }), queue });
    return taskId;
  };

  test('secret-looking arguments, wherever a task is', async () => {
    const { callTool, answer, becomes, previewTool, start, log } = await startMatrixWorld({ broker: rig.url });
    await callTool('task_log', { task_id: 'anything' });
    const waiting = await send('tasks.echo', { kwargs, queue: 'parked' });
    const ended = await start('tasks.echo', { params: kwargs });
    await becomes(ended, { state: 'success' });
    const failed = await send('tasks.add', { kwargs });
    await becomes(failed, { state: 'failure' });
    const running = await send('tasks.until', { kwargs: { path: closedGate().path }, args: [] });
    const later = await send('tasks.echo', { kwargs, etaMs: Date.now() + 600_000 });
    await becomes(later, { state: 'scheduled' });
    const answers = [
      await callTool('queue_peek', { queue: 'parked' }),
      await callTool('list_active_tasks', {}),
      await previewTool('start_background_task', { task_type: 'tasks.echo', params: kwargs }),
      await previewTool('retry_task', { task_id: failed }),
      await previewTool('cancel_task', { task_id: waiting }),
      await answer('start_background_task', { task_type: 'tasks.add', params: kwargs, queue: 'nowhere' }),
      ...(await Promise.all([waiting, failed, running, later].map((task_id) => callTool('get_task_status', { task_id })))),
      ...(await Promise.all([waiting, ended, failed, later].map((task_id) => callTool('task_log', { task_id })))),
      ...(await Promise.all([waiting, failed].map((task_id) => callTool('celery_diagnose', { task_id })))),
      log,
    ];
    for (const one of answers) expect(JSON.stringify(one)).not.toContain(hidden);
    expect(JSON.stringify(answers)).toContain('"seconds":60');
  });

  test('contents of tasks of others, except from those that the profile names', async () => {
    const open = async (settings: JsonObject, principal: string) => {
      const started = await startPlugin({
        plugin: celery,
        connections: { celery: patient({ broker: rig.url, ...settings }) },
        profile: { tier: 'production' },
        principal,
      });
      onTestFinished(started.close);
      return started;
    };
    const done = await send('tasks.echo', { kwargs: { word: 'of-somebody' } });
    const failed = await send('tasks.fail', { kwargs: { message: 'of-somebody' } });
    const queued = await send('tasks.echo', { kwargs: { word: 'of-somebody' }, queue: 'others' });
    // On its way a task is nowhere, and nobody here knows that it was sent.
    for (const taskId of [done, failed]) await worker.line(new RegExp(`\\[${taskId}\\] received`));
    const calls = [
      ['wait_for_task', { task_id: done }],
      ['wait_for_task', { task_id: failed }],
      ['get_task_status', { task_id: done }],
      ['get_task_status', { task_id: failed }],
      ['task_log', { task_id: failed }],
      ['queue_peek', { queue: 'others' }],
      ['list_active_tasks', { queue: 'others' }],
    ] as const;
    const stranger = await open({}, 'stranger');
    const reader = await open({ result_readers: ['reader'] }, 'reader');
    for (const [tool, args] of calls) {
      expect(JSON.stringify(await stranger.callTool(tool, args)), tool).not.toContain('of-somebody');
      expect(JSON.stringify(await reader.callTool(tool, args)), tool).toContain('of-somebody');
    }
    expect(await stranger.callTool('get_task_status', { task_id: failed })).toMatchObject({
      state: 'failure',
      error: { type: 'ValueError', message: null, traceback: null },
      withheld: true,
    });
    await expect(stranger.callTool('retry_task', { task_id: failed })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'not_a_result_reader' },
    });
    expect(await stranger.callTool('get_task_status', { task_id: queued })).toMatchObject({ state: 'queued' });
  });
});
