import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { afterAll, beforeAll, describe } from 'vitest';
import { rateLimit, shutdown } from '../src/control/orders.ts';
import celery from '../src/index.ts';
import { type CeleryBackend, known, parked, startContractWorld } from './contract-world.ts';

const nowhere = '0190c5a2-0000-7000-8000-00000000dead';
const worker = 'celery@contract';
const timeoutMs = 10_000;
const add = { task_type: 'tasks.add', params: { x: 2, y: 3 } };

const unserve = ({ serve }: CeleryBackend): Promise<void> => serve({ queue: 'celery', isServed: false });
const serveParked = ({ serve }: CeleryBackend): Promise<void> => serve({ queue: parked, isServed: true });
const slowDown = async ({ broker }: CeleryBackend): Promise<void> => {
  await rateLimit({ broker, taskName: 'tasks.echo', rate: '5/m', timeoutMs });
};
const stopWorker = async ({ broker, workerEnded }: CeleryBackend): Promise<void> => {
  const left = new AbortController();
  // Nobody answers it.
  const order = shutdown({ broker, timeoutMs, signal: left.signal }).catch(() => undefined);
  await workerEnded();
  left.abort();
  await order;
};
const take =
  (...taskIds: readonly string[]) =>
  async ({ broker }: CeleryBackend): Promise<void> => {
    for (const taskId of taskIds) await broker.remove({ queue: parked, taskId });
  };

describe.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))('with a real Redis and a real worker', () => {
  let world: Awaited<ReturnType<typeof startContractWorld>>;
  beforeAll(async () => {
    world = await startContractWorld();
  });
  afterAll(() => world?.close());

  pluginContract<CeleryBackend>({
    plugin: celery,
    module: new URL('../src/index.ts', import.meta.url),
    // Of a busy worker's answer.
    deadlineMs: 30_000,
    backend: () => world.backend(),
    examples: {
      start_background_task: [
        { input: { task_type: 'tasks.add', params: { x: 2, y: 3 } }, drift: unserve },
        { input: { task_type: 'tasks.add', params: { x: 2, y: 3 }, queue: parked }, error: 'conflict' },
        { input: { task_type: 'tasks.nothing' }, error: 'not_found' },
      ],
      get_task_status: [
        { input: { task_id: known.added } },
        { input: { task_id: known.failed } },
        { input: { task_id: known.queued } },
        { input: { task_id: nowhere } },
        { input: { task_id: '' }, error: 'invalid_input' },
      ],
      wait_for_task: [
        { input: { task_id: known.added } },
        { input: { task_id: known.queued, timeout_s: 0.1 } },
        { input: { task_id: known.added, timeout_s: 601 }, error: 'invalid_input' },
      ],
      cancel_task: [
        { input: { task_id: known.queued }, drift: take(known.queued) },
        { input: { task_id: known.added }, error: 'conflict' },
        { input: { task_id: nowhere }, error: 'not_found' },
      ],
      retry_task: [
        { input: { task_id: known.failed }, drift: ({ forget }) => forget(known.failed) },
        { input: { task_id: known.queued }, error: 'conflict' },
      ],
      chain_tasks: [
        { input: { steps: [add, { task_type: 'tasks.echo' }] }, drift: unserve },
        { input: { steps: [add, { task_type: 'tasks.nothing' }] }, error: 'not_found' },
      ],
      list_active_tasks: [{ input: {} }, { input: { limit: 0 }, error: 'invalid_input' }],
      task_log: [{ input: { task_id: known.failed } }, { input: { task_id: '' }, error: 'invalid_input' }],
      task_types: [{ input: {} }, { input: { limit: 0 }, error: 'invalid_input' }],
      worker_list: [{ input: {} }, { input: { worker } }, { input: { worker: 'nobody' }, error: 'not_found' }],
      queue_list: [{ input: {} }, { input: { queue: 'x' }, error: 'invalid_input' }],
      queue_peek: [{ input: { queue: parked } }, { input: { queue: 'nowhere' }, error: 'not_found' }],
      beat_schedule: [{ input: {} }, { input: { nonsense: true }, error: 'invalid_input' }],
      celery_diagnose: [{ input: {} }, { input: { task_id: known.queued } }, { input: { task_id: '' }, error: 'invalid_input' }],
      worker_pool: [
        { input: { by: 1, all: true }, drift: stopWorker },
        { input: { by: 1, workers: ['nobody'] }, error: 'not_found' },
      ],
      task_rate_limit: [
        { input: { task_name: 'tasks.echo', rate: '30/m' }, drift: slowDown },
        { input: { task_name: 'tasks.nothing', rate: '30/m' }, error: 'not_found' },
      ],
      worker_events: [
        { input: { enabled: true }, drift: stopWorker },
        { input: { enabled: true, workers: ['nobody'] }, error: 'not_found' },
      ],
      worker_shutdown: [
        { input: { workers: [worker] }, drift: serveParked },
        { input: { workers: ['nobody'] }, error: 'not_found' },
      ],
      queue_purge: [
        { input: { queue: parked }, drift: take(known.queued, known.queuedToo) },
        { input: { queue: 'nowhere' }, error: 'not_found' },
      ],
    },
    prompts: { run_celery_task: { task: 'Add two numbers' }, debug_celery_task: { task_id: known.queued } },
  });
});

toolSnapshots({
  plugin: celery,
  connections: { celery: { broker: 'redis://127.0.0.1:6379/0', control: ['pool', 'rate_limit', 'shutdown', 'purge'] } },
  folder: new URL('__snapshots__/', import.meta.url),
});
