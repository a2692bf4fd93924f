import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { performanceBody, taskListBody } from '../../test/analytics-bodies.ts';
import { uuidOf } from '../../test/dlq-bodies.ts';
import { get, refusal, startTools } from '../../test/start-tools.ts';
import { stepBody, taskBody } from '../../test/task-bodies.ts';
import { analyticsPerformance } from './analytics-performance.ts';

const inWindow = '2026-03-01T12:00:00Z';
const completed = (number: number, changes = {}) =>
  taskBody({ uuid: uuidOf('a', number), status: 'completed', created_at: inWindow, ...changes });
const ran = (ms: number) =>
  stepBody({ name: `s${ms}`, state: 'complete', results: { success: true, metadata: { execution_time_ms: ms } } });

const start = ({ tasks = [], steps = () => [] }: { tasks?: readonly unknown[]; steps?: (uuid: string) => object[] }) =>
  startTools({
    tools: [analyticsPerformance],
    routes: [
      get('/v1/analytics/performance', performanceBody()),
      get('/v1/tasks', taskListBody(tasks)),
      get('/v1/tasks/:uuid/workflow_steps', ({ uuid = '' }: Record<string, string>) =>
        steps(uuid).map((step) => ({ ...step, task_uuid: uuid })),
      ),
    ],
  });

test('labels units and divides what the server only counted', async () => {
  const { callTool, http } = await start({});
  const answer = await callTool('analytics_performance');
  expect(answer).toMatchObject({
    window: { hours: 24, start: '2026-03-01T00:00:00.000Z', calculated_at: '2026-03-02T00:00:00.123Z' },
    tasks: { total: 300, active: 12, completed: 222, failed: 6 },
    rates: { completion_rate_percent: 92.5, error_rate_percent: 2.5, tasks_per_hour: 10, steps_per_hour: 50 },
    counted_in_window: { tasks: 240, steps: 1_200 },
    average_task_duration_seconds: 61.23,
    system_health_score: 0.97,
    step_execution_ms: { p50: null, p90: null, p95: null, p99: null },
    sample: { tasks: 0, steps: 0, window: expect.stringContaining('2026-03-01T00:00:00.000Z') },
  });
  expect(answer['notes']).toEqual([
    expect.stringContaining('60 s old'),
    expect.stringContaining('creation'),
    expect.stringContaining('no percentiles'),
  ]);
  expect(http.requests.map(({ url }) => url)).toEqual([
    '/v1/analytics/performance?hours=24',
    '/v1/tasks?page=1&per_page=100&status=completed',
  ]);
});

test('takes percentiles from the steps of completed tasks of the window', async () => {
  const tasks = [completed(1), completed(2), completed(3, { created_at: '2026-02-28T23:59:59Z' })];
  const { callTool, http } = await start({
    tasks,
    steps: (uuid) => Array.from({ length: 50 }, (_, index) => ran((uuid === uuidOf('a', 1) ? 0 : 50) + index + 1)),
  });
  expect(await callTool('analytics_performance')).toMatchObject({
    step_execution_ms: { p50: 50, p90: 90, p95: 95, p99: 99 },
    sample: { tasks: 2, steps: 100, method: expect.stringContaining('execution_time_ms') },
  });
  expect(http.requests.filter(({ path }) => path.endsWith('/workflow_steps'))).toHaveLength(2);
});

test('measures from start to end where the worker gave no time, and leaves out what did not run', async () => {
  const metadata = { started_at: '2026-03-01T12:00:00Z', completed_at: '2026-03-01T12:00:02.5Z' };
  const steps = [
    ...[1, 2, 3, 4].map((name) => stepBody({ name: `t${name}`, state: 'complete', results: { success: true, metadata } })),
    ran(10),
    stepBody({
      name: 'hand',
      state: 'complete',
      results: { metadata: { execution_time_ms: 0, custom: { manually_completed: true } } },
    }),
    stepBody({ name: 'failed', state: 'error', results: { success: false, metadata: { execution_time_ms: 90_000 } } }),
    stepBody({ name: 'odd', state: 'complete', results: 'a text' }),
  ];
  const { callTool } = await start({ tasks: [completed(1)], steps: () => steps });
  expect(await callTool('analytics_performance')).toMatchObject({
    step_execution_ms: { p50: 2_500, p99: 2_500 },
    sample: { tasks: 1, steps: 5 },
  });
});

test('says nothing of the tails of four steps', async () => {
  const { callTool } = await start({ tasks: [completed(1)], steps: () => [1, 2, 3, 4].map(ran) });
  const answer = await callTool('analytics_performance');
  expect(answer).toMatchObject({ step_execution_ms: { p50: null, p99: null }, sample: { steps: 4 } });
  expect(answer['notes']).toContainEqual(expect.stringContaining('Fewer than 5'));
});

test('reads no more tasks than it may, and none of thousands of steps', async () => {
  const large = completed(0, { total_steps: 5_000 });
  const tasks = [large, ...Array.from({ length: 80 }, (_, index) => completed(index + 1))];
  const { callTool, http } = await start({ tasks, steps: () => [ran(5)] });
  const answer = await callTool('analytics_performance', { sample_tasks: 30, hours: 24 });
  expect(answer).toMatchObject({ sample: { tasks: 30, steps: 30 }, step_execution_ms: { p99: 5 } });
  expect(answer['notes']).toContainEqual(expect.stringContaining('left out of the sample: 1'));
  expect(http.requests).toHaveLength(32);
  expect(http.requests.some(({ path }) => path.includes(uuidOf('a', 0)))).toBe(false);
});

test('asks for no tasks when no sample is wanted', async () => {
  const { callTool, http } = await start({ tasks: [completed(1)] });
  expect(await callTool('analytics_performance', { sample_tasks: 0 })).toMatchObject({ step_execution_ms: { p50: null } });
  expect(http.requests).toHaveLength(1);
});

test('still shows the metrics to whoever may not read tasks', async () => {
  const message = 'Missing required permission: tasks:list';
  const { callTool } = await startTools({
    tools: [analyticsPerformance],
    routes: [
      get('/v1/analytics/performance', performanceBody()),
      refusal({ path: '/v1/tasks', status: 403, code: 'AUTHORIZATION_FAILED', message }),
    ],
  });
  const answer = await callTool('analytics_performance');
  expect(answer).toMatchObject({ rates: { error_rate_percent: 2.5 }, sample: { tasks: 0 } });
  expect(answer['notes']).toContainEqual(expect.stringContaining('tasks:list'));
});

test('an open circuit breaker is an error with a code', async () => {
  const routes = [refusal({ path: '/v1/analytics/performance', status: 503, code: 'CIRCUIT_BREAKER_OPEN', message: 'open' })];
  const { callTool } = await startTools({ tools: [analyticsPerformance], routes });
  await expect(callTool('analytics_performance')).rejects.toMatchObject({
    code: 'rate_limited',
    details: { reason: 'circuit_breaker_open' },
  });
});

test.each<JsonObject>([{ hours: 0 }, { hours: 721 }, { sample_tasks: 101 }, { sample_tasks: -1 }])('refuses %o', async (args) => {
  const { callTool } = await start({});
  await expect(callTool('analytics_performance', args)).rejects.toMatchObject({ code: 'invalid_input' });
});
