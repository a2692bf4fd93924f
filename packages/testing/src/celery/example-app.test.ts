import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { redisBinary, startRedis } from '../services/redis.ts';
import type { PythonClient } from './client.ts';
import { pythonClient } from './client.ts';
import { skipWithoutCelery } from './installed.ts';
import { isGone, send } from './processes.ts';
import type { CeleryWorker } from './worker.ts';
import { startCeleryWorker } from './worker.ts';

const example = fileURLToPath(new URL('../../../../examples/celery/', import.meta.url));
const app = { folder: example, module: 'app.celery_app' };
const queues = ['default', 'resilience', 'notifications', 'metrics'];
const [firstRun, secondRun] = ['3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a01', '3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a02'];
const rate = expect.any(Number);
const metrics = { fairness: { value: rate }, coverage: { value: rate }, compliance: { value: rate } };
const crisis = { severity: 'critical', reason: 'Snow has closed the roads', approved_by: 'dana' };

/** Each type of the catalogue with the parameters of its documentation, and what its result holds. */
const types: ReadonlyMap<string, { readonly params?: Readonly<Record<string, unknown>>; readonly result: object }> = new Map([
  ['resilience_health_check', { result: { n1_pass: true, n2_pass: false, utilization: rate, immediate_actions: [] } }],
  [
    'resilience_contingency',
    {
      params: { days_ahead: 30 },
      result: { n1_pass: true, n2_pass: false, n1_vulnerabilities_count: 0, n2_fatal_pairs_count: 2 },
    },
  ],
  ['resilience_fallback_precompute', { result: { scenarios_computed: 7, scenarios_failed: 0 } }],
  ['resilience_utilization_forecast', { result: { total_faculty: 12, high_risk_days: rate } }],
  [
    'resilience_crisis_activation',
    { params: crisis, result: { ...crisis, crisis_mode: true, actions_taken: [expect.any(String), expect.any(String)] } },
  ],
  ['metrics_computation', { result: { schedule_analysis: { metrics }, task_status: 'completed' } }],
  ['metrics_snapshot', { result: { snapshot_data: { period: { days: 90 } } } }],
  ['metrics_cleanup', { params: { retention_days: 365 }, result: { retention_days: 365, deleted_count: 2 } }],
  ['metrics_fairness_report', { params: { weeks_back: 4 }, result: { summary: { trend_direction: expect.any(String) } } }],
  [
    'metrics_version_diff',
    { params: { run_id_1: firstRun, run_id_2: secondRun }, result: { summary: { improved: true, significant_change: true } } },
  ],
]);

describe.skipIf(skipWithout(redisBinary) || skipWithoutCelery())('the example app', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let folder: string;
  let worker: CeleryWorker;
  let client: PythonClient;
  let catalogue: ReadonlyMap<string, { readonly task: string; readonly queue: string }>;
  beforeAll(async () => {
    redis = await startRedis();
    folder = await mkdtemp(join(tmpdir(), 'roster-'));
    catalogue = readCatalogue(await readFile(join(example, 'catalogue.yaml'), 'utf8'));
    const urls = { broker: redis.url, backend: redis.url };
    const env = { STEP_PAUSE_S: '0.02', ROSTER_DB: join(folder, 'roster.sqlite') };
    [worker, client] = await Promise.all([startCeleryWorker({ ...urls, app, queues, pool: 'prefork', env }), pythonClient(urls)]);
  });
  afterAll(async () => {
    await client.stop();
    await worker.stop();
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (type: string, params: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const { task, queue } = catalogue.get(type) ?? { task: 'none', queue: 'none' };
    return client.sendTask({ name: task, kwargs: params, options: { queue } });
  };

  test('has the ten types of the catalogue, all of them registered', async () => {
    expect([...catalogue.keys()]).toEqual([...types.keys()]);
    const registered = await client.inspect({ method: 'registered', replies: 1 });
    expect(registered).toEqual({
      [worker.name]: expect.arrayContaining([...catalogue.values()].map(({ task }) => task)),
    });
  });

  test.for([...types])('%s runs to its end with the documented result', async ([type, { params, result }]) => {
    expect(await client.wait(await start(type, params))).toMatchObject({ status: 'SUCCESS', result });
  });

  test('routes a task that is sent without a queue', async () => {
    expect(await client.inspect({ method: 'conf', replies: 1 })).toMatchObject({
      [worker.name]: {
        task_default_queue: 'default',
        task_routes: { 'app.resilience.tasks.*': { queue: 'resilience' } },
        beat_schedule: { 'resilience-health-check': { options: { queue: 'resilience' } } },
      },
    });
  });

  test('reports progress', async () => {
    const taskId = await start('metrics_fairness_report', { weeks_back: 2_000 });
    await expect
      .poll(() => client.result(taskId), { interval: 20 })
      .toMatchObject({ status: 'PROGRESS', result: { total: 2_000, message: expect.stringMatching(/^Week of /) } });
    await client.revoke(taskId, { terminate: true });
    expect(await client.wait(taskId)).toMatchObject({ status: 'REVOKED' });
  });

  test.for<[string, Readonly<Record<string, unknown>>, string]>([
    ['resilience_crisis_activation', { severity: 'critical', reason: 'none' }, 'PermissionError'],
    ['resilience_crisis_activation', { ...crisis, severity: 'enormous' }, 'ValueError'],
    ['metrics_computation', { start_date: '2026-03-01', end_date: '2026-02-01' }, 'ValueError'],
    ['metrics_version_diff', { run_id_1: firstRun, run_id_2: 'none' }, 'LookupError'],
  ])('%s refuses %o', async ([type, params, error]) => {
    expect(await client.wait(await start(type, params))).toMatchObject({ status: 'FAILURE', result: { type: error } });
  });

  const runBoth = (...rest: readonly string[]) => {
    const child = spawn(join(example, 'run.sh'), ['both', ...rest], {
      env: { ...process.env, CELERY_BROKER_URL: `${redis.url}/1`, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const pid = -(child.pid ?? 0);
    onTestFinished(() => void send({ pid, signal: 'SIGKILL' }));
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    return { child, printed: () => printed, isGone: () => isGone({ pid, timeoutMs: 60_000 }) };
  };

  test('starts worker and beat with one command, and ends both on a signal', async () => {
    const { child, printed, isGone } = runBoth('--pool=solo', '--hostname=celery@both');
    await expect.poll(printed, { timeout: 60_000 }).toMatch(/celery@both ready\./);
    await expect.poll(printed, { timeout: 60_000 }).toMatch(/beat: Starting\.\.\./);
    child.kill('SIGTERM');
    expect(await isGone()).toBe(true);
    expect(child.exitCode).toBe(0);
  });

  test('ends beat and fails when the worker does not start', async () => {
    const { child, isGone } = runBoth('--pool=no-such-pool');
    expect(await isGone()).toBe(true);
    expect(child.exitCode).toBe(2);
  });
});

// The lines that matter here stand at fixed places; the plugin that takes the file checks all of it.
const readCatalogue = (text: string): ReadonlyMap<string, { readonly task: string; readonly queue: string }> => {
  const entries = text.matchAll(/^ {2}(?<type>\w+):\n(?<body>(?: {4}.*\n|\n)+)/gm);
  return new Map(
    Array.from(entries, ({ groups: { type = '', body = '' } = {} }) => [
      type,
      { task: field(body, 'task'), queue: field(body, 'queue') },
    ]),
  );
};

const field = (body: string, name: string): string => new RegExp(`^ {4}${name}: (\\S+)$`, 'm').exec(body)?.[1] ?? '';
