import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, type StartOptions, startPlugin } from '@lineclear/testing';
import { type CeleryWorker, skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import plugin from '../index.ts';
import { patient } from './patient.ts';
import { type RedisRig, startRedisRig } from './redis-rig.ts';

const skips = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const example = fileURLToPath(new URL('../../../../examples/celery/', import.meta.url));
const [firstRun, secondRun] = ['3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a01', '3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a02'];
const rate = expect.any(Number);
const metrics = { fairness: { value: rate }, coverage: { value: rate }, compliance: { value: rate } };
const crisis = { severity: 'critical', reason: 'Snow has closed the roads' };

/** Each type with params of its documentation, or without any, and what its result holds. */
const types: readonly (readonly [string, JsonObject, object])[] = [
  ['resilience_health_check', {}, { n1_pass: true, n2_pass: false, utilization: rate, immediate_actions: [] }],
  ['resilience_contingency', { days_ahead: 30 }, { n1_pass: true, n2_pass: false, n2_fatal_pairs_count: 2 }],
  ['resilience_contingency', {}, { n1_vulnerabilities_count: 0, period: { start: expect.any(String), end: expect.any(String) } }],
  ['resilience_fallback_precompute', {}, { scenarios_computed: 7, scenarios_failed: 0 }],
  ['resilience_utilization_forecast', {}, { total_faculty: 12, high_risk_days: rate, high_risk_periods: expect.any(Array) }],
  ['metrics_computation', {}, { schedule_analysis: { metrics }, task_status: 'completed' }],
  ['metrics_computation', { start_date: '2026-03-01', end_date: '2026-03-31' }, { schedule_analysis: { metrics } }],
  ['metrics_snapshot', {}, { snapshot_data: { period: { days: 90 } } }],
  ['metrics_cleanup', {}, { retention_days: 365, deleted_count: 2 }],
  [
    'metrics_fairness_report',
    { weeks_back: 4 },
    { weekly_fairness: expect.any(Array), summary: { trend_direction: expect.any(String) } },
  ],
  [
    'metrics_version_diff',
    { run_id_1: firstRun, run_id_2: secondRun },
    { comparison: expect.any(Object), metric_changes: expect.any(Object), summary: { improved: true } },
  ],
];

const started = z.object({ result: z.object({ task_id: z.string() }) });

describe.skipIf(skips)('the shipped catalogue', () => {
  let rig: RedisRig;
  let folder: string;
  let worker: CeleryWorker;
  beforeAll(async () => {
    rig = await startRedisRig();
    folder = await mkdtemp(join(tmpdir(), 'roster-'));
    worker = await rig.worker({
      app: { folder: example, module: 'app.celery_app' },
      queues: ['default', 'resilience', 'notifications', 'metrics'],
      env: { STEP_PAUSE_S: '0.02', ROSTER_DB: join(folder, 'roster.sqlite') },
    });
  });
  afterAll(async () => {
    await rig.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (options: Partial<StartOptions> = {}) => {
    const connections = { celery: patient({ broker: rig.url, catalogue: join(example, 'catalogue.yaml') }) };
    const host = await startPlugin({ plugin, connections, ...options });
    onTestFinished(host.close);
    const start = (type: string, params: JsonObject) => host.previewTool('start_background_task', { task_type: type, params });
    const confirm = async (type: string, params: JsonObject) =>
      host.callTool('start_background_task', { task_type: type, params, confirm: true });
    const resultOf = async (outcome: JsonObject) => {
      const { task_id } = started.parse(outcome).result;
      return host.callTool('wait_for_task', { task_id, timeout_s: 20 });
    };
    return { ...host, start, confirm, resultOf };
  };

  test.for(types)('%s with %j is started, ends and yields its documented keys', async ([type, params, value]) => {
    const { start, confirm, resultOf } = await open();
    await start(type, params);
    const ended = await resultOf(await confirm(type, params));
    expect(ended).toMatchObject({ status: 'success', task_type: type, result: { value, left_out_characters: 0 } });
  });

  test('a crisis response waits for a person and carries that name, whatever the caller sends', async () => {
    const { start, confirm, resultOf, approve } = await open();
    const params = { ...crisis, approved_by: 'the model itself' };
    const preview = await start('resilience_crisis_activation', params);
    expect(preview).toMatchObject({
      approval: { required: 'human' },
      warnings: expect.arrayContaining([expect.stringContaining('is ignored')]),
    });
    await expect(confirm('resilience_crisis_activation', params)).rejects.toMatchObject({ code: 'awaiting_approval' });
    expect(worker.log()).not.toContain('activate_crisis_response[');
    await approve(String(preview['ticket']));
    const ended = await resultOf(await confirm('resilience_crisis_activation', params));
    expect(ended).toMatchObject({
      status: 'success',
      result: {
        value: {
          ...crisis,
          approved_by: 'test approver',
          crisis_mode: true,
          actions_taken: [expect.any(String), expect.any(String)],
        },
      },
    });
  });

  test('a crisis response without a reason is refused before anybody is asked', async () => {
    const { start } = await open();
    await expect(start('resilience_crisis_activation', { severity: 'critical' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'invalid_params', problems: ['reason is required'] },
    });
  });

  test('a cleanup asks the person behind the client, and does not begin without a yes', async () => {
    const cleanups = worker.log().match(/cleanup_old_snapshots\[\S+ received/g)?.length ?? 0;
    const { start, confirm, questions } = await open({ person: 'declines' });
    await start('metrics_cleanup', { retention_days: 1 });
    await expect(confirm('metrics_cleanup', { retention_days: 1 })).rejects.toMatchObject({ code: 'rejected' });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('metrics_cleanup');
    expect(worker.log().match(/cleanup_old_snapshots\[\S+ received/g)?.length ?? 0).toBe(cleanups);
  });
});
