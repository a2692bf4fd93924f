import { pythonClient } from '@lineclear/testing/celery';
import { expect, onTestFinished } from 'vitest';
import { startHearingWorker } from './hearing-worker.ts';
import { startMatrixWorld } from './matrix-world.ts';

const add = { task_type: 'tasks.add', params: { x: 1, y: 2 } };

/** Workers that read other queues than the one that a client without their settings sends to. */
const startWorld = async ({ broker, backend, routes }: { broker: string; backend: string; routes: Record<string, string> }) => {
  const settings = { task_routes: Object.fromEntries(Object.entries(routes).map(([name, queue]) => [name, { queue }])) };
  const queues = ['default', 'resilience', 'notifications', 'metrics'];
  const [worker, python] = await Promise.all([
    startHearingWorker({ broker, backend, pool: 'solo', hostname: 'w1', queues, settings }),
    pythonClient({ broker, backend }),
  ]);
  onTestFinished(() => worker.stop());
  onTestFinished(() => python.stop());
  return { python, ...(await startMatrixWorld({ broker, result_backend: backend })) };
};

/** What a bare `send_task` loses is seen, named and not repeated by the tools. */
export const losesNothing = async (urls: { broker: string; backend: string }): Promise<void> => {
  const { python, callTool, statusOf, start, becomes } = await startWorld({ ...urls, routes: {} });
  const lost = await python.sendTask({ name: 'tasks.add', args: [1, 2] });
  expect(await statusOf(lost)).toMatchObject({
    state: 'queued',
    queue: 'celery',
    reason: expect.stringContaining('No live worker consumes its queue'),
  });
  expect(await python.result(lost)).toMatchObject({ status: 'PENDING' });
  expect(await callTool('celery_diagnose', { task_id: lost })).toMatchObject({
    healthy: false,
    findings: expect.arrayContaining([expect.objectContaining({ code: 'queue_without_consumer' })]),
  });
  // The same task through the tools: the queue is one that nobody reads, so nothing is sent.
  await expect(callTool('start_background_task', add)).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'no_consumer', queue: 'celery' },
  });
  await expect(callTool('start_background_task', { ...add, task_type: 'tasks.missing', queue: 'default' })).rejects.toMatchObject(
    {
      details: { reason: 'not_registered' },
    },
  );
  expect(await callTool('queue_peek', { queue: 'celery' })).toMatchObject({ total: 1, messages: [{ task_id: lost }] });
  await becomes(await start('tasks.add', { params: add.params, queue: 'default' }), { state: 'success', result: { value: 3 } });
};

/** The route is that of the workers, which a client without their settings does not know. */
export const findsTheRoute = async (urls: { broker: string; backend: string }): Promise<void> => {
  const { previewTool, start, becomes } = await startWorld({ ...urls, routes: { 'tasks.*': 'resilience' } });
  expect(await previewTool('start_background_task', add)).toMatchObject({
    details: { queue: 'resilience', queue_from: 'worker_routes', runs_on: ['celery@w1'] },
  });
  await becomes(await start('tasks.add', { params: add.params }), { state: 'success', queue: 'resilience' });
};
