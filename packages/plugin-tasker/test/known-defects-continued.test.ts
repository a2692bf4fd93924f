import { Secret } from '@lineclear/core/plugin';
import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import tasker from '../src/index.ts';
import { calls } from './calls.ts';
import { startOnSandbox } from './sandbox-tools.ts';

const { exhaustedTask, pendingDlqEntry } = exercise;
const nowhere = '0190c5a2-0000-7000-8000-00000000dead';
const start = (options: Partial<Parameters<typeof startOnSandbox>[0]> = {}) =>
  startOnSandbox({ tools: tasker.tools, ...options });

test('looks a dead letter up and shows it before and after', async () => {
  const { answer, previewTool } = await start();
  const change = { resolution_status: 'cancelled', resolution_notes: 'Replaced' };
  expect(await answer('dlq_update', { dlq_entry_uuid: nowhere, ...change })).toMatchObject({ error: { code: 'not_found' } });
  const preview = await previewTool('dlq_update', { task_uuid: exhaustedTask, ...change });
  expect(preview).toMatchObject({ before: { dlq_entry_uuid: pendingDlqEntry, resolution_status: 'pending' } });
  expect(JSON.stringify(preview['changes'])).toMatch(/pending.*cancelled/);
});

describe('a submission', () => {
  const order = { namespace: 'production', name: 'order_fulfillment', reason: 'A check' };
  const known = { order_id: 'simulated-1042', amount_cents: 4999 };

  test('takes the newest version, shows the template, and compares the keys of the context', async () => {
    const { previewTool } = await start();
    expect(await previewTool('task_submit', { ...order, context: { order_id: 'new' } })).toMatchObject({
      description: expect.stringContaining('2.0.0'),
      details: {
        versions: ['2.0.0', '1.0.0'],
        template: { steps: expect.arrayContaining([expect.objectContaining({ name: 'charge_payment' })]) },
        context: { required_keys: expect.stringContaining('Not known'), missing_keys: ['amount_cents'] },
      },
    });
  });

  test('of a known context is explained, and goes through with a key', async () => {
    const { answer, previewTool, confirmTool } = await start();
    const { warnings } = await previewTool('task_submit', { ...order, context: known });
    expect(warnings).toEqual(expect.arrayContaining([expect.stringContaining('give an idempotency_key')]));
    expect(await answer('task_submit', { ...order, context: known, confirm: true })).toMatchObject({
      error: { code: 'stale', hint: expect.stringContaining('idempotency_key') },
    });
    const keyed = await confirmTool('task_submit', { ...order, context: known, idempotency_key: 'again' });
    expect(keyed.outcome).toMatchObject({ result: { version: '2.0.0' } });
  });
});

test('labels percents, divides by the hours, and names the sample behind percentiles', async () => {
  const { callTool, sandbox } = await start();
  const metrics = z
    .object({ tasks_per_hour: z.number(), error_rate: z.number() })
    .parse(await (await fetch(`${sandbox.url}/v1/analytics/performance?hours=24`)).json());
  expect(metrics.tasks_per_hour).toBeGreaterThan(24);
  expect(await callTool('analytics_performance', { hours: 24 })).toMatchObject({
    counted_in_window: { tasks: metrics.tasks_per_hour },
    rates: {
      tasks_per_hour: Math.round((metrics.tasks_per_hour / 24) * 100) / 100,
      error_rate_percent: Math.round(metrics.error_rate * 100) / 100,
    },
    step_execution_ms: { p95: expect.any(Number) },
    sample: { tasks: 20, method: expect.stringContaining('Newest completed tasks') },
  });
  expect(await callTool('analytics_bottlenecks')).toMatchObject({
    window_hours: 24,
    slow_steps: expect.arrayContaining([expect.objectContaining({ error_rate_percent: expect.any(Number) })]),
  });
});

test('an environment variable reaches one profile, so that no write goes elsewhere', async () => {
  const text = `
[profile.default.orchestration]
base_url = "http://localhost:8080"
[profile.production.orchestration]
base_url = "https://live.example.com"
`;
  const [importer] = tasker.importers ?? [];
  const env = { TASKER_ORCHESTRATION_URL: 'http://localhost:9999', TASKER_AUTH_TOKEN: 'shared' };
  const found = await importer?.find({ cwd: '/', home: '/', env, file: '/a.toml', readFile: async () => text });
  const settings = (name: string) => Object(found?.profiles?.[name]?.connections['tasker']);
  expect(settings('default')).toMatchObject({ url: 'http://localhost:9999', token: expect.any(Secret) });
  expect(settings('production')).toEqual({ url: 'https://live.example.com' });
});

describe('on the wire', () => {
  test('the path of a base URL is kept, and names stay in their segment', async () => {
    const { callTool, answer, sandbox } = await start({ basePath: '/behind/a-proxy' });
    await callTool('task_list');
    await answer('template_inspect_remote', { namespace: '../../config', name: 'a/b', version: '1.0.0' });
    expect(sandbox.http.requests.filter(({ path }) => !path.startsWith('/behind/a-proxy/v1/'))).toEqual([]);
  });

  test('a submission without an answer is sent once, and its outcome looked up', async () => {
    const { answer, previewTool, sandbox } = await start();
    await previewTool('task_submit', calls['task_submit']);
    sandbox.http.inject({ kind: 'status', status: 502, afterEffect: true }, { unsafe: true });
    expect(await answer('task_submit', { ...calls['task_submit'], confirm: true })).toMatchObject({
      kind: 'value',
      value: { status: 'executed' },
    });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
});

const texts = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(texts);

test.each(['task_list', 'task_inspect', 'step_inspect', 'step_audit', 'dlq_list', 'dlq_inspect', 'dlq_queue', 'dlq_stats'])(
  'every time of %s is RFC 3339 in UTC, and every state in snake_case',
  async (tool) => {
    const { callTool } = await start();
    const found = texts(await callTool(tool, calls[tool]));
    const times = found.filter((text) => /^\d{4}-\d\d-\d\d/.test(text));
    expect(times.length).toBeGreaterThan(0);
    expect(times.filter((text) => !z.iso.datetime().safeParse(text).success)).toEqual([]);
    const wire = ['Pending', 'ManuallyResolved', 'PermanentlyFailed', 'StalenessTimeout', 'MaxRetriesExceeded'];
    expect(found.filter((text) => wire.includes(text))).toEqual([]);
  },
);

describe('limits', () => {
  test('an offset is exact, and a limit of nothing is refused before anything is sent', async () => {
    const { callTool, answer, sandbox } = await start();
    const { tasks: all } = await callTool('task_list', { limit: 20 });
    const { tasks: some } = await callTool('task_list', { limit: 3, offset: 4 });
    expect(some).toEqual(z.array(z.unknown()).parse(all).slice(4, 7));
    sandbox.http.clear();
    expect(await answer('task_list', { limit: 0 })).toMatchObject({ error: { code: 'invalid_input' } });
    expect(sandbox.http.requests).toEqual([]);
  });

  test('a preview shows no context of a task, and cuts a long one that is to be sent', async () => {
    const { previewTool } = await start();
    expect(JSON.stringify(await previewTool('task_cancel', { task_uuid: exhaustedTask }))).not.toContain('simulated-1042');
    const context = { report_date: 'x'.repeat(50_000) };
    const preview = await previewTool('task_submit', { ...calls['task_submit'], context });
    expect(JSON.stringify(preview['details']).length).toBeLessThan(5_000);
  });
});

test('computes how long resolving took, where the server answers garbage', async () => {
  const { callTool, sandbox } = await start();
  const [row] = z
    .array(z.object({ avg_resolution_time_minutes: z.number() }))
    .parse(await (await fetch(`${sandbox.url}/v1/dlq/stats`)).json());
  expect(row?.avg_resolution_time_minutes).toBeLessThan(1e-300);
  expect(await callTool('dlq_stats')).toMatchObject({
    totals: { average_resolution_minutes: 135, resolved_in_sample: 3 },
    sample: { complete: true },
  });
});
