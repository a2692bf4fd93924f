import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CeleryWorkerOptions } from '@lineclear/testing/celery';
import { expect, onTestFinished } from 'vitest';
import { startHearingWorker } from './hearing-worker.ts';
import { startMatrixWorld } from './matrix-world.ts';

/** Starts tasks of every priority while nobody works, then lets one worker run them one by one; yields the order they ran in. */
export const orderOf = async ({
  broker,
  worker,
}: {
  broker: string;
  worker: Partial<CeleryWorkerOptions>;
}): Promise<readonly string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'order-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'notes');
  const work = async (more: Partial<CeleryWorkerOptions> = {}) => {
    const running = await startHearingWorker({ broker, pool: 'prefork', concurrency: 1, ...worker, ...more });
    onTestFinished(() => running.stop());
    return running;
  };
  // It declares the queue, and tells how far the queue sorts; it is busy until all have been sent.
  const first = await work({ options: ['--prefetch-multiplier=1', '-Ofair'] });
  const { start, becomes, cancel } = await startMatrixWorld({ broker, result_backend: 'none' });
  const busy = await start('tasks.sleep', { queue: 'prioritized', params: { seconds: 600 } });
  await becomes(busy, { state: 'running' });
  const next = await start('tasks.ranked', { params: { path, text: 'first' } });
  await becomes(next, { state: 'reserved' });
  for (const priority of ['low', 'normal', 'high', 'low', 'normal', 'high']) {
    await start('tasks.ranked', { params: { path, text: priority }, priority });
  }
  await cancel({ task_id: busy, signal: 'SIGKILL' });
  await expect.poll(() => first.log().match(/tasks\.ranked\[[^\]]+\] succeeded/g)?.length).toBe(7);
  return (await readFile(path, 'utf8')).trim().split('\n');
};

/** The order that the priorities ask for; the first task was taken before the others came. */
export const byPriority = ['first', 'high', 'high', 'normal', 'normal', 'low', 'low'];
