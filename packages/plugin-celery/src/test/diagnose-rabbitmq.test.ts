import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { scheduled } from '../control/questions.ts';
import { diagnoseWith } from './diagnose-rig.ts';

const example = fileURLToPath(new URL('../../../../examples/celery/', import.meta.url));

describe.skipIf(skips)('celery_diagnose on RabbitMQ', () => {
  const rabbitmq = useRabbitmq();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diagnose-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The profile as people write it; guest's management API lists the queues. */
  const settings = (more: Record<string, string> = {}) => ({
    broker: rabbitmq.server().url,
    management_url: rabbitmq.server().managementUrl,
    ...more,
  });

  // The first one, as the queues of others stay.
  test('has nothing to say about the example, whose types run with their results sent back', async () => {
    const app = { folder: example, module: 'app.celery_app' };
    await rabbitmq.worker({ app, queues: ['default', 'resilience', 'notifications', 'metrics'], env: { STEP_PAUSE_S: '0.02' } });
    const found = await diagnoseWith({
      settings: settings({ catalogue: join(example, 'catalogue.yaml') }),
      prepare: async ({ confirmTool, callTool }) => {
        const { outcome } = await confirmTool('start_background_task', { task_type: 'resilience_contingency' });
        const { task_id } = z.object({ result: z.object({ task_id: z.string() }) }).parse(outcome).result;
        expect(await callTool('wait_for_task', { task_id, timeout_s: 20 })).toMatchObject({
          status: 'success',
          result: { value: { n1_pass: true, n2_fatal_pairs_count: 2 } },
        });
      },
    });
    expect(found.codes).toEqual(['priority_without_effect']);
    expect(found).toMatchObject({ healthy: true, workers: { known: 1, answered: 1 } });
  });

  test('finds the queue that nobody consumes, priorities without effect, and times that are too long', async () => {
    await rabbitmq.worker({ queues: ['celery', 'prioritized'] });
    const broker = rabbitmq.broker();
    const queue = await rabbitmq.queue();
    await broker.publish({ queue, message: task() });
    await broker.publish({ queue: 'celery', message: task({ etaMs: Date.now() + 7_200_000 }) });
    const path = join(folder, 'catalogue.yaml');
    await writeFile(
      path,
      'task_types: { add: { task: tasks.add, priority: high, queue: celery }, ranked: { task: tasks.ranked, priority: low, queue: prioritized } }',
    );
    await expect.poll(async () => [...(await scheduled({ broker, timeoutMs: 2_000 })).answers.values()].flat()).toHaveLength(1);
    const found = await diagnoseWith({ settings: settings({ catalogue: path }) });
    expect(found.finding('queue_without_consumer')).toMatchObject({ facts: { queue, ready: 1 } });
    expect(found.finding('priority_without_effect')?.facts).toEqual({
      task_types: { names: ['add'] },
      queues: { names: ['celery'] },
    });
    expect(found.finding('eta_beyond_consumer_timeout')).toMatchObject({ facts: { timeout_s: 1_800, task_name: 'tasks.add' } });
    expect(found.finding('result_backend_differs')).toMatchObject({ facts: { read_from: 'rpc' } });
    expect(found.skipped.filter(({ applies }) => !applies).map(({ check }) => check)).toEqual([
      'messages_held_by_nobody',
      'visibility_timeout',
      'eviction',
    ]);
    expect(JSON.stringify(found)).not.toContain('guest');
  });

  test('sees that nobody is connected, and without the management API that queues may be missing', async () => {
    const queue = await rabbitmq.queue({ name: 'celery' });
    await rabbitmq.broker().publish({ queue, message: task() });
    const found = await diagnoseWith({ settings: { broker: rabbitmq.server().url, answer_timeout_ms: 1_000 } });
    expect(found.codes).toEqual(['no_worker', 'queue_without_consumer']);
    expect(found.whySkipped('queues_consumed')).toContain('does not list all of its queues');
    expect(found.whySkipped('workers_gone')).toContain('management API');
  });
});
