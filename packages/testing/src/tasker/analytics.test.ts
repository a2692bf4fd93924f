import { expect, test } from 'vitest';
import { volumeTask } from './index.ts';
import { ask, openSandbox } from './test/ask.ts';

test('the performance figures are percent and counts of the whole period, computed from the tasks that there are', async () => {
  const { url, world } = await openSandbox();
  const { json } = await ask(`${url}/v1/analytics/performance`);
  const recent = world.tasks().filter(({ createdAtMs }) => createdAtMs > Date.now() - 24 * 3_600_000);
  expect(json).toMatchObject({
    total_tasks: world.tasks().length,
    tasks_per_hour: recent.length,
    steps_per_hour: recent.reduce((count, { steps }) => count + steps.length, 0),
  });
  const { completion_rate: rate, error_rate: errors } = json as { completion_rate: number; error_rate: number };
  expect(rate).toBeGreaterThan(50);
  expect(errors).toBeGreaterThan(1);
  const lastHour = await ask(`${url}/v1/analytics/performance?hours=0`);
  expect((lastHour.json as { tasks_per_hour: number }).tasks_per_hour).toBeLessThan(recent.length);
});

test('the bottlenecks are ranked by average duration, with error rates as fractions', async () => {
  const { url } = await openSandbox();
  const { json } = await ask(`${url}/v1/analytics/bottlenecks?limit=50&min_executions=1`);
  const { slow_steps: steps } = json as {
    slow_steps: { average_duration_seconds: number; error_rate: number; error_count: number }[];
  };
  const averages = steps.map((step) => step.average_duration_seconds);
  expect(averages).toEqual(averages.toSorted((one, other) => other - one));
  const rates = steps.filter(({ error_count: count }) => count > 0).map((step) => step.error_rate);
  expect(rates.length).toBeGreaterThan(0);
  expect(rates.every((rate) => rate > 0 && rate <= 1)).toBe(true);
  const limited = await ask(`${url}/v1/analytics/bottlenecks?limit=2`);
  expect((limited.json as { slow_steps: unknown[] }).slow_steps).toHaveLength(2);
});

test('an empty sandbox has templates, and analytics of nothing', async () => {
  const { url } = await openSandbox({ seed: 'empty' });
  expect((await ask(`${url}/v1/templates`)).json).toMatchObject({ total_count: 6 });
  expect((await ask(`${url}/v1/dlq/stats`)).json).toEqual([]);
  expect((await ask(`${url}/v1/analytics/performance`)).json).toMatchObject({
    total_tasks: 0,
    completion_rate: 0,
    system_health_score: 1,
  });
  expect((await ask(`${url}/health/detailed`)).json).toMatchObject({ status: 'healthy' });
});

test('one part of the exercise is degraded, and a part that readiness needs makes it 503', async () => {
  const { url, world } = await openSandbox();
  expect((await ask(`${url}/health/detailed`)).json).toMatchObject({
    status: 'degraded',
    checks: { queue_depth: { status: 'degraded' } },
  });
  expect((await ask(`${url}/health/ready`)).status).toBe(200);
  world.setHealth('web_database', { status: 'unhealthy', message: 'gone (simulated)' });
  const ready = await ask(`${url}/health/ready`);
  expect([ready.status, ready.json]).toMatchObject([503, { error: { code: 'SERVICE_UNAVAILABLE' } }]);
});

test('the filter leaves the namespaces and the total of the templates as they are', async () => {
  const { url } = await openSandbox();
  expect((await ask(`${url}/v1/templates?namespace=nowhere`)).json).toMatchObject({
    templates: [],
    total_count: 6,
    namespaces: [{}, {}, {}],
  });
});

test('holds a task of 5,000 steps and 50,000 dead letters, and pages through them', async () => {
  const { url } = await openSandbox({ seed: 'empty', volume: { steps: 5000, dlqEntries: 50_000 } });
  expect((await ask(`${url}/v1/tasks/${volumeTask}/workflow_steps`)).json).toHaveLength(5000);
  const pages = await Promise.all([0, 24_950, 49_990].map((offset) => ask(`${url}/v1/dlq?limit=50&offset=${offset}`)));
  expect(pages.map(({ json }) => (Array.isArray(json) ? json.length : 0))).toEqual([50, 50, 10]);
  expect((await ask(`${url}/v1/dlq/stats`)).json).toMatchObject([
    { total_entries: 50_000, pending: 500, manually_resolved: 49_500 },
  ]);
});
