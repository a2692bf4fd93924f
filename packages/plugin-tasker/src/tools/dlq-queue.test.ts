import { expect, test } from 'vitest';
import { pageOf, queueBody, uuidOf } from '../../test/dlq-bodies.ts';
import { get, startTools } from '../../test/start-tools.ts';
import { dlqQueue } from './dlq-queue.ts';

const start = (entries: unknown) => startTools({ tools: [dlqQueue], routes: [get('/v1/dlq/investigation-queue', entries)] });

test('says where a score comes from and that the state is of the snapshot', async () => {
  const { callTool } = await start([queueBody(1)]);
  const answer = await callTool('dlq_queue');
  expect(answer).toEqual({
    entries: [
      {
        dlq_entry_uuid: uuidOf('d', 1),
        task_uuid: uuidOf('a', 1),
        namespace: 'production',
        task_name: 'order_fulfillment',
        dlq_reason: 'staleness_timeout',
        original_state: 'waiting_for_retry',
        state_at_snapshot: 'waiting_for_retry',
        minutes_in_state_at_snapshot: 42,
        dlq_timestamp: '2026-03-01T10:00:00.500Z',
        minutes_in_dlq: 45.3,
        priority_score: 145.3,
        priority_base: 100,
        priority_breakdown: '100 for staleness_timeout + 45.3 minutes in the DLQ',
      },
    ],
    count: 1,
    complete: true,
    notes: [expect.stringContaining('snapshot')],
  });
});

test.each([
  ['DependencyCycleDetected', 1045.25, '1000 for dependency_cycle_detected + 45.3 minutes in the DLQ'],
  ['MaxRetriesExceeded', 545.25, '500 for max_retries_exceeded + 45.3 minutes in the DLQ'],
  ['WorkerUnavailable', 95.25, '50 for worker_unavailable + 45.3 minutes in the DLQ'],
  ['ManualDlq', 55.25, '10 for manual_dlq + 45.3 minutes in the DLQ'],
  ['StalenessTimeout', 745.25, '700 remaining for staleness_timeout, another weight than known + 45.3 minutes in the DLQ'],
])('explains the score of %s', async (dlq_reason, priority_score, priority_breakdown) => {
  const { callTool } = await start([queueBody(1, { dlq_reason, priority_score })]);
  expect(await callTool('dlq_queue')).toMatchObject({ entries: [{ priority_breakdown }] });
});

test('takes a bounded page of a long queue and says so', async () => {
  const { callTool, http } = await start(pageOf(50_000, (number) => queueBody(number)));
  expect(await callTool('dlq_queue')).toMatchObject({ count: 10, complete: false });
  const longest = await callTool('dlq_queue', { limit: 100 });
  expect(longest).toMatchObject({ count: 100, complete: false });
  expect(longest).not.toHaveProperty('left_out');
  expect(http.requests.map(({ query }) => query['limit'])).toEqual(['11', '101']);
});

test('refuses a limit out of range', async () => {
  const { callTool } = await start([]);
  for (const limit of [0, 101, 2.5])
    await expect(callTool('dlq_queue', { limit })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a page instead of JSON is an error with a code', async () => {
  const { callTool, http } = await start([]);
  http.inject({ kind: 'not_json' });
  await expect(callTool('dlq_queue')).rejects.toMatchObject({ code: 'upstream_error', details: { reason: 'shape' } });
});
