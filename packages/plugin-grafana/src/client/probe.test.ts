import type { JsonObject } from '@lineclear/core/plugin';
import { fakeHttp, type Route } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startTools } from '../prometheus/test/start-tools.ts';
import { listDatasources } from '../tools/list-datasources.ts';

const ok = (path: string, json: unknown = {}): Route => ({ method: 'GET', path, handle: () => ({ json }) });
const servers: Readonly<Record<string, readonly Route[]>> = {
  grafana: [
    ok('/api/datasources', []),
    ok('/api/frontend/settings', { datasources: {} }),
    ok('/api/health', { version: '13.0.0', database: 'ok' }),
  ],
  prometheus: [ok('/-/ready')],
  alertmanager: [ok('/api/v2/status')],
  loki: [ok('/ready')],
};

/** A profile with these servers, and what connection_status says of it. */
const start = async (names: readonly string[]) => {
  const entries = await Promise.all(
    names.map(async (name) => [name, await fakeHttp({ routes: servers[name] ?? [], onUnhandled: 'ignore' })] as const),
  );
  onTestFinished(async () => {
    await Promise.all(entries.map(([, http]) => http.close()));
  });
  const settings: JsonObject = Object.fromEntries(entries.map(([name, { url }]) => [name, { url }]));
  const { callTool } = await startTools({ tools: [listDatasources], settings });
  return { https: Object.fromEntries(entries), status: () => callTool('connection_status', { refresh: true }) };
};
const health = (expected: string) => ({ profiles: [{ connections: [{ connection: 'grafana', health: expected }] }] });

test('every server of the profile is asked one cheap question', async () => {
  const { https, status } = await start(['grafana', 'prometheus', 'alertmanager', 'loki']);
  expect(await status()).toMatchObject(health('up'));
  const asked = Object.entries(https).map(([name, { requests }]) => [
    name,
    requests.map(({ method, path }) => `${method} ${path}`),
  ]);
  expect(Object.fromEntries(asked)).toEqual({
    grafana: ['GET /api/datasources', 'GET /api/health'],
    prometheus: ['GET /-/ready'],
    alertmanager: ['GET /api/v2/status'],
    loki: ['GET /ready'],
  });
});

test.each([
  ['grafana', '/api/health', 500],
  ['grafana', '/api/datasources', 401],
  ['prometheus', '/-/ready', 503],
  ['alertmanager', '/api/v2/status', 404],
  ['loki', '/ready', 401],
])('%s that answers %s with %i is down', async (name, path, code) => {
  const { https, status } = await start(['grafana', 'prometheus', 'alertmanager', 'loki']);
  https[name]?.inject({ kind: 'status', status: code }, { path });
  expect(await status()).toMatchObject(health('down'));
});

test.each(['prometheus', 'alertmanager', 'loki'])('a profile may have %s alone', async (name) => {
  const { status } = await start([name]);
  expect(await status()).toMatchObject(health('up'));
});

test('a reader that may not list datasources is no broken connection', async () => {
  const { https, status } = await start(['grafana']);
  https['grafana']?.inject({ kind: 'status', status: 403 }, { path: '/api/datasources' });
  expect(await status()).toMatchObject(health('up'));
});
