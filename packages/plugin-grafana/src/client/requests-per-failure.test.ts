import type { Fault } from '@lineclear/testing';
import { expect, test } from 'vitest';
import { startTools } from '../prometheus/test/start-tools.ts';
import { startLokiTools } from '../loki/test/start-loki-tools.ts';
import { queryLokiLogs } from '../tools/query-loki-logs.ts';
import { queryPrometheus } from '../tools/query-prometheus.ts';
import { startFakeGrafana } from './test/fake-grafana.ts';

const page = { 'content-type': 'text/html' };
const status = (code: number, more: object = {}): Fault => ({ kind: 'status', status: code, text: '{}', ...more });

/** How often a query is sent that fails like this every time: through Grafana, and to a server that is asked directly. */
const failures: readonly (readonly [string, Fault, number, number])[] = [
  ['400', status(400), 1, 1],
  // The other way to the datasource may be open.
  ['401', status(401), 2, 1],
  ['403', status(403), 2, 1],
  ['404', status(404), 1, 1],
  ['413', status(413), 1, 1],
  ['422', status(422), 1, 1],
  ['429', status(429), 1, 1],
  ['429 with Retry-After', { kind: 'rate_limited', retryAfterS: 1 }, 1, 1],
  ['500', status(500), 2, 1],
  ['501', status(501), 1, 1],
  // Core asks again what changes nothing; the other way is no help.
  ['502', status(502), 3, 3],
  ['503', status(503), 3, 3],
  ['503 with a long Retry-After', status(503, { headers: { 'retry-after': '60' } }), 1, 1],
  ['504', status(504), 3, 3],
  ['a cut connection', { kind: 'reset' }, 3, 3],
  ['half an answer', { kind: 'truncated' }, 3, 3],
  ['silence', { kind: 'delay', ms: 60_000 }, 1, 1],
  ['a login page', status(200, { headers: page, text: '<html>' }), 1, 1],
  ['a redirect to a login page', status(302, { headers: { location: 'https://login.example.com/' } }), 1, 1],
  ['no JSON', { kind: 'not_json' }, 1, 1],
  ['another shape', status(200, { text: '{"status":"success","data":7}' }), 1, 1],
  ['20 MB', status(200, { text: 'x'.repeat(20 << 20) }), 1, 1],
];

/** Only silence is to last as long as the patience with it. */
const patience = ({ kind }: Fault): { timeout_ms?: number } => (kind === 'delay' ? { timeout_ms: 1_000 } : {});

test.each(failures)('%s through Grafana', async (_what, fault, requests) => {
  const http = await startFakeGrafana();
  const settings = { grafana: { url: http.url, ...patience(fault) } };
  const { answer } = await startTools({ tools: [queryPrometheus], settings });
  http.inject(fault, { method: 'POST' });
  expect(await answer('query_prometheus', { expr: 'up' })).toMatchObject({ kind: 'error' });
  expect(http.asked()).toHaveLength(requests);
});

test.each(failures)('%s of a Loki that is asked directly', async (_what, fault, _requests, requests) => {
  const { answer, sandbox } = await startLokiTools({ tools: [queryLokiLogs], settings: patience(fault) });
  sandbox.http.inject(fault);
  expect(await answer('query_loki_logs', { logql: '{app="api"}' })).toMatchObject({ kind: 'error' });
  expect(sandbox.http.requests).toHaveLength(requests);
});

test('where a way has worked, a query that fails with 500 is not sent the other way', async () => {
  const http = await startFakeGrafana();
  const { answer, callTool } = await startTools({ tools: [queryPrometheus], settings: { grafana: { url: http.url } } });
  await callTool('query_prometheus', { expr: 'up' });
  http.clear();
  http.inject(status(500), { method: 'POST' });
  expect(await answer('query_prometheus', { expr: 'up' })).toMatchObject({ error: { code: 'upstream_error' } });
  expect(http.asked()).toEqual(['POST resources:prom /api/v1/query']);
});

test('credentials that Grafana refuses are tried once', async () => {
  const http = await startFakeGrafana();
  const { answer } = await startTools({ tools: [queryPrometheus], settings: { grafana: { url: http.url } } });
  http.inject(status(401));
  expect(await answer('query_prometheus', { expr: 'up' })).toMatchObject({ error: { code: 'unauthenticated' } });
  expect(http.requests).toHaveLength(1);
});

test('calls at the same time ask for the list of datasources once', async () => {
  const http = await startFakeGrafana();
  const { answer } = await startTools({ tools: [queryPrometheus], settings: { grafana: { url: http.url } } });
  await Promise.all(Array.from({ length: 10 }, () => answer('query_prometheus', { expr: 'up' })));
  expect(http.requests.filter(({ path }) => path === '/api/datasources')).toHaveLength(1);
});
