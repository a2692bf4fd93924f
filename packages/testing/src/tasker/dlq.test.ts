import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import type { TaskerSandbox } from './index.ts';
import { ask, openSandbox } from './test/ask.ts';

const update = ({ url }: TaskerSandbox, entry: string, json: object) =>
  ask(`${url}/v1/dlq/entry/${entry}`, { method: 'PATCH', json });

test('speaks PascalCase and times without a zone', async () => {
  const { url } = await openSandbox();
  const { json } = await ask(`${url}/v1/dlq/task/${exercise.exhaustedTask}`);
  expect(json).toMatchObject({
    dlq_reason: 'MaxRetriesExceeded',
    resolution_status: 'Pending',
    dlq_timestamp: expect.stringMatching(/\.\d{6}$/),
    task_snapshot: { task_uuid: exercise.exhaustedTask, namespace: 'production' },
  });
});

test('an update changes what is given, keeps the rest, and stamps a resolution time with every status', async () => {
  const sandbox = await openSandbox();
  const entry = () => sandbox.world.dlqEntry(exercise.pendingDlqEntry);
  await update(sandbox, exercise.pendingDlqEntry, { resolution_notes: 'looked at', resolved_by: null });
  expect(entry()).toMatchObject({ resolution: 'Pending', notes: 'looked at' });
  expect(entry().resolvedAtMs).toBeUndefined();
  await update(sandbox, exercise.pendingDlqEntry, { resolution_status: 'Pending', resolved_by: 'ada' });
  expect(entry()).toMatchObject({ resolution: 'Pending', notes: 'looked at', resolvedBy: 'ada' });
  expect(entry().resolvedAtMs).toBeTypeOf('number');
});

test('a second open investigation of a task is a database error', async () => {
  const sandbox = await openSandbox();
  sandbox.world.changeDlqEntry(exercise.pendingDlqEntry, { resolution: 'Cancelled' });
  sandbox.world.addDlqEntry({ taskUuid: exercise.exhaustedTask, reason: 'ManualDlq' });
  const answer = await update(sandbox, exercise.pendingDlqEntry, { resolution_status: 'Pending' });
  expect([answer.status, answer.json]).toMatchObject([500, { error: { code: 'DATABASE_ERROR' } }]);
});

test('the average of the statistics is garbage: a number too small to mean anything', async () => {
  const { url } = await openSandbox();
  const { json } = await ask(`${url}/v1/dlq/stats`);
  const averages = list(json).map((row) => Number(row['avg_resolution_time_minutes']));
  expect(averages.length).toBeGreaterThan(1);
  for (const average of averages) expect(average > 0 && average < Number.MIN_VALUE * 2 ** 52).toBe(true);
  expect(list(json).find((row) => row['dlq_reason'] === 'StalenessTimeout')).toMatchObject({ pending: 5, manually_resolved: 1 });
});

test('the queue has the open entries, by reason and then by age', async () => {
  const { url } = await openSandbox();
  const queue = list((await ask(`${url}/v1/dlq/investigation-queue`)).json);
  expect(queue).toHaveLength(6);
  expect(queue[0]).toMatchObject({ dlq_entry_uuid: exercise.pendingDlqEntry, dlq_reason: 'MaxRetriesExceeded' });
  for (const [index, row] of queue.entries()) {
    const base = index === 0 ? 500 : 100;
    expect(Number(row['priority_score'])).toBeCloseTo(base + Number(row['minutes_in_dlq']), 6);
  }
  const scores = queue.map((row) => Number(row['priority_score']));
  expect(scores).toEqual(scores.toSorted((one, other) => other - one));
});

test('the staleness monitor has stale tasks first, and its own limit for a template', async () => {
  const { url } = await openSandbox();
  const monitored = list((await ask(`${url}/v1/dlq/staleness`)).json);
  const health = monitored.map((row) => row['health_status']);
  expect(health.slice(0, 4)).toEqual(['stale', 'stale', 'stale', 'warning']);
  expect(new Set(health.slice(4))).toEqual(new Set(['healthy']));
  expect(
    monitored
      .slice(0, 3)
      .map((row) => String(row['task_uuid']))
      .toSorted(),
  ).toEqual(exercise.staleTasks.toSorted());
  expect(monitored[0]).toMatchObject({ task_name: 'warehouse_load', staleness_threshold_minutes: 120 });
  expect(monitored[3]).toMatchObject({ task_uuid: exercise.warningTask, staleness_threshold_minutes: 30 });
});

const list = (json: unknown): readonly Record<string, unknown>[] => json as Record<string, unknown>[];
