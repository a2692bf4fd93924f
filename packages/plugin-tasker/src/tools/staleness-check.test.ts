import { expect, test } from 'vitest';
import { pageOf, uuidOf } from '../../test/dlq-bodies.ts';
import { get, refusal, startTools } from '../../test/start-tools.ts';
import { stalenessCheck } from './staleness-check.ts';

const taskBody = (number: number, health_status: string, minutes: number, threshold = 30) => ({
  task_uuid: uuidOf('a', number),
  namespace_name: 'production',
  task_name: 'order_fulfillment',
  current_state: 'waiting_for_retry',
  time_in_state_minutes: minutes,
  task_age_minutes: minutes + 5,
  staleness_threshold_minutes: threshold,
  health_status,
  priority: 0,
});
const mixed = [taskBody(1, 'stale', 45), taskBody(2, 'warning', 25), taskBody(3, 'warning', 24), taskBody(4, 'healthy', 6, 0)];
const start = (tasks: unknown) => startTools({ tools: [stalenessCheck], routes: [get('/v1/dlq/staleness', tasks)] });

test('says how much of the threshold is gone and which states are watched', async () => {
  const { callTool } = await start(mixed);
  const answer = await callTool('staleness_check');
  expect(answer).toMatchObject({
    count: 4,
    counts_by_health: { stale: 1, warning: 2, healthy: 1 },
    complete: true,
    not_shown: 0,
    covered_states: ['waiting_for_dependencies', 'waiting_for_retry', 'steps_in_process'],
  });
  expect(answer['tasks']).toMatchObject([
    { health: 'stale', minutes_in_state: 45, threshold_minutes: 30, threshold_used_percent: 150 },
    { threshold_used_percent: 83.3 },
    { threshold_used_percent: 80 },
    { threshold_used_percent: null },
  ]);
});

test('shows only one health and still counts all', async () => {
  const { callTool } = await start(mixed);
  expect(await callTool('staleness_check', { health: 'warning', limit: 1 })).toMatchObject({
    tasks: [{ task_uuid: uuidOf('a', 2) }],
    counts_by_health: { stale: 1, warning: 2, healthy: 1 },
    complete: false,
    not_shown: 1,
  });
});

test('is bounded where very many tasks wait', async () => {
  const { callTool, http } = await start(pageOf(50_000, (number) => taskBody(number, 'stale', 99)));
  const answer = await callTool('staleness_check', { limit: 100 });
  expect(answer).toMatchObject({
    count: 100,
    scanned: 1_000,
    not_shown: 900,
    complete: false,
    counts_by_health: { stale: 1_000 },
  });
  expect(answer).not.toHaveProperty('left_out');
  expect(http.requests.map(({ url }) => url)).toEqual(['/v1/dlq/staleness?limit=1001']);
});

test('an overloaded server is an error that says how long to wait', async () => {
  const headers = { 'retry-after': '15' };
  const routes = [refusal({ path: '/v1/dlq/staleness', status: 503, code: 'BACKPRESSURE', message: 'busy', headers })];
  const { callTool } = await startTools({ tools: [stalenessCheck], routes });
  await expect(callTool('staleness_check')).rejects.toMatchObject({ code: 'rate_limited', retryAfterS: 15 });
});

test('refuses a health that does not exist', async () => {
  const { callTool } = await start([]);
  await expect(callTool('staleness_check', { health: 'Stale' })).rejects.toMatchObject({ code: 'invalid_input' });
});
