import { expect, test } from 'vitest';
import { get, startInSandbox, startTools } from '../../test/start-tools.ts';
import { systemHealth } from './system-health.ts';

const check = (status: string) => ({ status, message: `${status} it is`, duration_ms: 2 });
const healthBody = (checks: Record<string, unknown>, status: string) => ({
  status,
  timestamp: '2026-03-01T10:00:00.123456Z',
  checks,
  info: { version: '0.1.8', environment: 'test', operational_state: 'Normal', circuit_breaker_state: 'Closed' },
});

test('shows every component, those that need attention first and apart', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [systemHealth], settings: (it) => ({ worker_url: it.workerUrl }) });
  sandbox.world.setHealth('command_processor', { status: 'unhealthy', message: 'stopped' });
  const answer = await callTool('system_health');
  expect(answer).toMatchObject({
    overall_status: 'degraded',
    attention: [
      { name: 'command_processor', status: 'unhealthy', message: 'stopped', duration_ms: 1 },
      { name: 'queue_depth', status: 'degraded' },
    ],
    info: { version: expect.any(String), circuit_breaker_state: 'Closed', web_database_pool_size: 10 },
    pools: { tasker_pool: { utilization_percent: 35, max_connections: 20 }, pgmq_pool: { active_connections: 7 } },
    worker: { configured: true, status: 'healthy', problem: null },
    notes: [],
  });
  expect(answer['components']).toHaveLength(8);
  expect(sandbox.http.requests.map(({ url }) => url)).toEqual(['/health/detailed']);
  expect(sandbox.worker.requests.map(({ url }) => url)).toEqual(['/health']);
});

test('explains a queue depth that is not known right after start', async () => {
  const checks = { web_database: check('healthy'), queue_depth: check('unknown') };
  const { callTool } = await startTools({
    tools: [systemHealth],
    routes: [get('/health/detailed', healthBody(checks, 'degraded'))],
  });
  const answer = await callTool('system_health');
  expect(answer).toMatchObject({ attention: [{ name: 'queue_depth', status: 'unknown' }], pools: null });
  expect(answer['notes']).toEqual([
    expect.stringMatching(/right after start; it alone/),
    expect.stringContaining('No worker_url'),
  ]);
});

test('a status that nobody knows comes first', async () => {
  const checks = { one: check('healthy'), two: check('degraded'), three: check('melting') };
  const { callTool } = await startTools({
    tools: [systemHealth],
    routes: [get('/health/detailed', healthBody(checks, 'degraded'))],
  });
  expect(await callTool('system_health')).toMatchObject({
    attention: [{ name: 'three' }, { name: 'two' }],
    components: { length: 3 },
  });
});

test('a worker that is down is told, and is no error', async () => {
  const { callTool } = await startInSandbox({ tools: [systemHealth], settings: () => ({ worker_url: 'http://127.0.0.1:1' }) });
  const answer = await callTool('system_health');
  expect(answer).toMatchObject({
    worker: { configured: true, status: 'unreachable', problem: expect.stringContaining('127.0.0.1:1') },
  });
  expect(answer['notes']).toContainEqual(expect.stringContaining('worker'));
});

test('a worker that answers nonsense is failing', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [systemHealth], settings: (it) => ({ worker_url: it.workerUrl }) });
  sandbox.worker.inject({ kind: 'not_json' });
  expect(await callTool('system_health')).toMatchObject({ worker: { status: 'failing' } });
});

test('a server that does not answer is an error with a code', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [systemHealth], settings: (it) => ({ worker_url: it.workerUrl }) });
  sandbox.http.inject({ kind: 'reset' });
  await expect(callTool('system_health')).rejects.toMatchObject({ code: 'unreachable' });
});
