import type { CeleryWorker } from '@lineclear/testing/celery';
import { expect } from 'vitest';
import type { MatrixWorld } from './matrix-world.ts';

// A worker that accepts pickle does not start as root without being told that it may.
export const pickling = {
  settings: { result_serializer: 'pickle', accept_content: ['pickle', 'json'] },
  env: { C_FORCE_ROOT: '1' },
  pool: 'solo',
} as const;

/** A task that succeeded, and whose result nobody here opens, is neither called lost nor started again. */
export const opensNoPickle = async ({ world, worker }: { world: MatrixWorld; worker: CeleryWorker }): Promise<void> => {
  const { start, callTool } = world;
  const task_id = await start('tasks.add', { params: { x: 1, y: 2 } });
  await worker.line(new RegExp(`${task_id}\\] succeeded`));
  expect(await callTool('wait_for_task', { task_id, timeout_s: 20 })).toMatchObject({
    status: 'unknown',
    state: 'unknown',
    result: null,
    reason: expect.stringContaining('no record of Celery that can be read'),
    notes: [expect.stringContaining('another serializer')],
    timed_out: false,
  });
  await expect(callTool('retry_task', { task_id })).rejects.toMatchObject({
    code: 'upstream_error',
    hint: expect.stringContaining('result_serializer'),
    details: { reason: 'malformed_result', task_id },
  });
};
