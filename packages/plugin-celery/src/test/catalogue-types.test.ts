import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, startPlugin } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import plugin from '../index.ts';
import { patient } from './patient.ts';
import { type RedisRig, startRedisRig } from './redis-rig.ts';

const skips = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const catalogue = fileURLToPath(new URL('../../../../examples/celery/catalogue.yaml', import.meta.url));
const answer = z.object({
  types: z.array(z.record(z.string(), z.unknown())),
  total: z.int(),
  left_out: z.int(),
  workers: z.object({ known: z.int(), answered: z.int(), silent: z.array(z.string()) }),
  notes: z.array(z.string()),
});

describe.skipIf(skips)('task_types', () => {
  let rig: RedisRig;
  let worker: Awaited<ReturnType<RedisRig['worker']>>;
  beforeAll(async () => {
    rig = await startRedisRig();
    worker = await rig.worker({ pool: 'solo', queues: ['celery', 'metrics'] });
  });
  afterAll(() => rig.close());

  const ask = async (settings: JsonObject = {}, args: Record<string, string | number> = {}) => {
    const started = await startPlugin({ plugin, connections: { celery: patient({ broker: rig.url, ...settings }) } });
    onTestFinished(started.close);
    return answer.parse(await started.callTool('task_types', args));
  };

  test('come from the workers where there is no catalogue', async () => {
    const { types, workers, total } = await ask({}, { limit: 100 });
    expect(workers).toEqual({ known: 1, answered: 1, silent: [] });
    expect(types).toHaveLength(total);
    const byId = new Map(types.map((type) => [type['task_type'], type]));
    expect(byId.get('tasks.add')).toEqual({
      task_type: 'tasks.add',
      title: null,
      description: 'Adds two numbers.',
      task_name: 'tasks.add',
      queue: 'celery',
      priority: null,
      expected_duration: null,
      approval: null,
      params: { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'integer' } } },
      time_limit_s: null,
      rate_limit: null,
      acks_late: false,
      available: true,
      unavailable_reason: null,
      from: 'workers',
    });
    expect(byId.get('tasks.hard_limited')).toMatchObject({
      time_limit_s: 1,
      params: { properties: { seconds: { type: 'number' } } },
    });
    expect(byId.get('tasks.rate_limited')).toMatchObject({ rate_limit: '1/m' });
    expect(byId.get('tasks.acks_late')).toMatchObject({ acks_late: true });
    // Its route leads where this worker does not look.
    expect(byId.get('tasks.report')).toMatchObject({ queue: 'reports', available: false, unavailable_reason: 'no_consumer' });
    expect([...byId.keys()].filter((id) => String(id).startsWith('celery.'))).toEqual([]);
  });

  test('are those that the profile allows, without those that it denies', async () => {
    const { types } = await ask({ allow_tasks: ['tasks.*limited', 'tasks.add'], deny_tasks: ['tasks.hard*'] });
    expect(types.map(({ task_type }) => task_type)).toEqual(['tasks.add', 'tasks.rate_limited', 'tasks.soft_limited']);
  });

  test('come from the catalogue, with what the workers make of them', async () => {
    const { types, total } = await ask({ catalogue });
    expect(total).toBe(10);
    expect(types.find(({ task_type }) => task_type === 'metrics_snapshot')).toMatchObject({
      title: 'Metrics snapshot',
      queue: 'metrics',
      priority: 'normal',
      expected_duration: '1-2 minutes',
      approval: 'model',
      params: { properties: { period_days: { default: 90 } } },
      available: false,
      unavailable_reason: 'not_registered',
      from: 'catalogue',
    });
    expect(types.find(({ task_type }) => task_type === 'resilience_health_check')).toMatchObject({
      unavailable_reason: 'no_consumer',
    });
  });

  test('never ask a caller for the name of the approver', async () => {
    const { types } = await ask({ catalogue }, { text: 'crisis' });
    expect(types).toMatchObject([{ task_type: 'resilience_crisis_activation', approval: 'human' }]);
    expect(JSON.stringify(types)).not.toContain('approved_by');
  });

  test('are the catalogue and what is allowed beside it', async () => {
    const { types } = await ask({ catalogue, allow_tasks: ['tasks.add'] }, { limit: 100 });
    expect(types).toHaveLength(11);
    expect(types.at(-1)).toMatchObject({ task_type: 'tasks.add', from: 'workers', available: true });
  });

  test('leave out of the catalogue what is denied, and say so', async () => {
    const { total, notes } = await ask({ catalogue, deny_tasks: ['app.resilience.*'] });
    expect(total).toBe(5);
    expect(notes).toEqual(['deny_tasks of the profile keeps 5 types of the catalogue from being started.']);
  });

  test('say how many were left out', async () => {
    expect(await ask({ catalogue }, { text: 'METRICS', limit: 2 })).toMatchObject({ total: 5, left_out: 3 });
  });

  test('do not say that nobody runs them while a worker is silent', async () => {
    worker.suspend();
    onTestFinished(() => worker.resume());
    const { types, workers, notes } = await ask({ catalogue, answer_timeout_ms: 500 });
    expect(new Set(types.map(({ available }) => available))).toEqual(new Set([null]));
    expect(workers).toEqual({ known: 1, answered: 0, silent: [worker.name] });
    expect(notes.join()).toContain('0 of 1 connected workers answered');
  });
});
