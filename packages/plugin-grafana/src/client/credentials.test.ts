import type { JsonObject } from '@lineclear/core/plugin';
import { fakeHttp } from '@lineclear/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTools } from '../prometheus/test/start-tools.ts';
import { listDatasources } from '../tools/list-datasources.ts';
import { startFakeGrafana } from './test/fake-grafana.ts';

const servers = ['grafana', 'prometheus', 'alertmanager', 'loki'] as const;
type Server = (typeof servers)[number];

/** Asks every server of a profile, and yields the headers that each of them got. */
const headersOf = async (settings: Readonly<Partial<Record<Server, JsonObject>>>) => {
  const started = await Promise.all(
    servers
      .filter((name) => settings[name] !== undefined)
      .map(async (name) => {
        const paths = ['/-/ready', '/api/v2/status', '/ready', '/api/health'];
        const routes = paths.map((path) => ({ method: 'GET', path, handle: () => ({ json: {} }) }));
        return [name, await startFakeGrafana({ rows: [], routes })] as const;
      }),
  );
  const profile = Object.fromEntries(started.map(([name, { url }]) => [name, { url, ...settings[name] }]));
  const { callTool } = await startTools({ tools: [listDatasources], settings: profile });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject({
    profiles: [{ connections: [{ health: 'up' }] }],
  });
  return Object.fromEntries(started.map(([name, { requests }]) => [name, requests.map(({ headers }) => headers)]));
};

test('every server gets its own credentials and no others', async () => {
  const sent = await headersOf({
    grafana: { token: 'simulated-grafana', org_id: 3, headers: { 'X-Extra': 'simulated-extra' } },
    prometheus: { username: 'ann', password: 'simulated-prometheus' },
    alertmanager: {},
    loki: { token: 'simulated-loki', tenant: 'team-a' },
  });
  const basic = `Basic ${Buffer.from('ann:simulated-prometheus').toString('base64')}`;
  expect(sent['grafana']).toHaveLength(2);
  for (const headers of sent['grafana'] ?? []) {
    expect(headers).toMatchObject({
      authorization: 'Bearer simulated-grafana',
      'x-grafana-org-id': '3',
      'x-extra': 'simulated-extra',
    });
  }
  expect(sent['prometheus']).toMatchObject([{ authorization: basic }]);
  expect(sent['loki']).toMatchObject([{ authorization: 'Bearer simulated-loki', 'x-scope-orgid': 'team-a' }]);
  expect(sent['alertmanager']?.[0]).not.toHaveProperty('authorization');
  for (const [name, own] of Object.entries({
    grafana: 'simulated-(grafana|extra)',
    prometheus: 'never',
    alertmanager: 'never',
    loki: 'simulated-loki',
  })) {
    expect(JSON.stringify(sent[name]).replaceAll(new RegExp(own, 'g'), '')).not.toContain('simulated-');
  }
});

describe('settings', () => {
  test.each([
    [{}],
    [{ prometheus: { url: 'ftp://127.0.0.1' } }],
    [{ prometheus: { url: 'http://127.0.0.1:1', token: 'a', username: 'b', password: 'c' } }],
    [{ prometheus: { url: 'http://127.0.0.1:1', username: 'b' } }],
    [{ loki: { url: 'http://127.0.0.1:1', tenants: 'x' } }],
    [{ grafana: { url: 'http://127.0.0.1:1', headers: { 'a b': 'c' } } }],
  ])('%j is refused', async (settings) => {
    await expect(startTools({ tools: [listDatasources], settings })).rejects.toThrow();
  });
});

test('a base url may have a path', async () => {
  const http = await fakeHttp({
    routes: [{ method: 'GET', path: '/monitoring/grafana/api/datasources', handle: () => ({ json: [] }) }],
  });
  onTestFinished(() => http.close());
  const { callTool } = await startTools({
    tools: [listDatasources],
    settings: { grafana: { url: `${http.url}/monitoring/grafana/` } },
  });
  expect(await callTool('list_datasources')).toMatchObject({ datasources: [], notes: ['There are no datasources.'] });
});
