import type { JsonObject } from '@lineclear/core/plugin';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startNavigation, startOffline } from './test/start-navigation.ts';

const base = 'https://grafana.example.com/monitoring';
const open = (settings: JsonObject = {}) => startOffline({ grafana: { url: `${base}/`, ...settings } });
const link = async (args: JsonObject, settings?: JsonObject): Promise<URL> => {
  const { callTool } = await open(settings);
  return new URL(z.object({ url: z.string() }).parse(await callTool('generate_deeplink', args)).url);
};

test('a dashboard', async () => {
  const { callTool } = await open();
  expect(await callTool('generate_deeplink', { dashboard_uid: 'tunnel-health' })).toEqual({ url: `${base}/d/tunnel-health` });
});

test('a panel with a range, variables, parameters and an organisation', async () => {
  const args = {
    resource_type: 'panel',
    dashboard_uid: 'tunnel-health',
    panel_id: 4,
    start: 'now-6h',
    end: 'now',
    variables: ['job=tunnel', 'var-env=a', 'env=b & c'],
    params: ['refresh=30s'],
  };
  const url = await link(args, { org_id: 3 });
  expect(url.origin + url.pathname).toBe(`${base}/d/tunnel-health`);
  expect([...url.searchParams]).toEqual([
    ['orgId', '3'],
    ['from', 'now-6h'],
    ['to', 'now'],
    ['var-job', 'tunnel'],
    ['var-env', 'a'],
    ['var-env', 'b & c'],
    ['refresh', '30s'],
    ['viewPanel', '4'],
  ]);
});

test.each<[JsonObject, readonly (string | null)[]]>([
  [{ start: '2026-03-02T10:00:00Z', end: '2026-03-02T11:00:00+01:00' }, [null, null]],
  [{ start: '2026-03-02T10:00:00Z' }, ['1772445600000', 'now']],
  [{ start: '2026-03-02T10:00:00+01:00', end: '2026-03-02 11:00' }, ['1772442000000', '1772449200000']],
  [{ start: '1772445600', end: '1772449200000' }, ['1772445600000', '1772449200000']],
  [{ start: 'now-1h30m' }, ['1772447400000', 'now']],
  [{ start: 'now/d', end: 'now/d' }, ['now/d', 'now/d']],
  [{ end: 'now-1h' }, ['now-6h', 'now-1h']],
])('a range %j', async (range, [from, to]) => {
  const asked = link({ dashboard_uid: 'x', ...range });
  if (from === null) return expect(asked).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'time_range' } });
  const { searchParams } = await asked;
  return expect([searchParams.get('from'), searchParams.get('to')]).toEqual([from, to]);
});

test.each<[JsonObject, string]>([
  [{}, 'missing'],
  [{ resource_type: 'panel', dashboard_uid: 'x' }, 'missing'],
  [{ dashboard_uid: 'x', start: 'soon' }, 'time'],
  [{ dashboard_uid: 'x', params: ['from=now-1y'] }, 'parameter'],
  [{ dashboard_uid: 'x', params: ['var-a=b'] }, 'parameter'],
  [{ dashboard_uid: 'x', params: ['a&b=c'] }, 'parameter'],
  [{ dashboard_uid: 'x', variables: ['job'] }, 'pair'],
])('refuses %j', async (args, reason) => {
  await expect(link(args)).rejects.toMatchObject({ code: 'invalid_input', details: { reason } });
});

test.each(['//evil.example/x', 'https://evil.example', '..', '../../login', 'x\\..\\..', 'x?from=1#y', '%2E%2E'])(
  '%s is no uid',
  async (uid) => {
    await expect(link({ dashboard_uid: uid })).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'uid' } });
  },
);

test('variables and parameters cannot lead elsewhere', async () => {
  const url = await link({ dashboard_uid: 'x', variables: ['a#b=&c=d'], params: ['refresh=//evil.example/#'] });
  expect([url.origin + url.pathname, url.hash, [...url.searchParams.keys()]]).toEqual([
    `${base}/d/x`,
    '',
    ['var-a#b', 'refresh'],
  ]);
});

test('a user and a password in the address do not get into a link', async () => {
  const { callTool } = await startOffline({ grafana: { url: 'https://ada:s3cret-simulated@grafana.example.com' } });
  expect(await callTool('generate_deeplink', { dashboard_uid: 'x' })).toEqual({ url: 'https://grafana.example.com/d/x' });
});

describe('explore', () => {
  const panes = (url: string): unknown => JSON.parse(new URL(url).searchParams.get('panes') ?? '');
  const explore = async (args: JsonObject) => {
    const { callTool, sandbox } = await startNavigation({ basePath: '/grafana' });
    const { url } = z
      .object({ url: z.string() })
      .parse(await callTool('generate_deeplink', { resource_type: 'explore', ...args }));
    expect(url.startsWith(`${sandbox.url}/explore?schemaVersion=1&panes=`)).toBe(true);
    expect(sandbox.http.unsafe()).toEqual([]);
    return panes(url);
  };

  test('opens queries of a datasource', async () => {
    const expr = '{app="tunnel"} |= "a & b"';
    expect(await explore({ datasource_uid: 'loki', queries: [expr, expr], start: 'now-30m' })).toEqual({
      a: {
        datasource: 'loki',
        queries: ['A', 'B'].map((refId) => ({ refId, datasource: { type: 'loki', uid: 'loki' }, expr })),
        range: { from: 'now-30m', to: 'now' },
      },
    });
  });

  test('takes the only datasource, and the last hour', async () => {
    expect(await explore({})).toMatchObject({ a: { datasource: 'loki', queries: [], range: { from: 'now-1h', to: 'now' } } });
  });

  test('lists the choices for one that is not there', async () => {
    await expect(explore({ datasource_uid: 'nothing' })).rejects.toMatchObject({
      code: 'not_found',
      details: { datasources: [{ uid: 'loki', type: 'loki' }] },
    });
  });

  test('a server that the profile asks itself cannot be explored', async () => {
    const { sandbox } = await startNavigation();
    const { callTool } = await startOffline({ grafana: { url: sandbox.url }, prometheus: { url: 'http://127.0.0.1:1' } });
    await expect(callTool('generate_deeplink', { resource_type: 'explore', datasource_uid: 'prometheus' })).rejects.toMatchObject(
      {
        hint: expect.stringContaining('cannot be explored'),
      },
    );
  });

  test('the failures of Grafana are errors', async () => {
    const { callTool, sandbox } = await startNavigation();
    sandbox.fail(grafanaFaults.loginPage());
    await expect(callTool('generate_deeplink', { resource_type: 'explore' })).rejects.toMatchObject({ code: 'upstream_error' });
  });
});

test.each<[JsonObject, string]>([
  [
    { resourceType: 'dashboard', dashboardUid: tunnel.dashboard, timeRange: { from: 'now-6h', to: 'now' } },
    `/d/${tunnel.dashboard}?from=now-6h&to=now`,
  ],
  [{ resourceType: 'panel', dashboardUid: 'x', panelId: 2, shorten: true }, '/d/x?viewPanel=2'],
  [
    { resourceType: 'dashboard', dashboardUid: 'x', queryParams: { 'var-job': ['a', 'b'], refresh: '5s' } },
    '/d/x?var-job=a&var-job=b&refresh=5s',
  ],
  [
    { resourceType: 'dashboard', dashboardUid: 'x', timeRange: { from: 1772445600000, to: 1772449200000 } },
    '/d/x?from=1772445600000&to=1772449200000',
  ],
])('older names %j: a text alone', async (args, below) => {
  const { callTool } = await open();
  expect(await callTool('mcp_grafana_generate_deeplink', args)).toEqual({ result: base + below });
});

test('older queries of Explore are objects', async () => {
  const { callTool } = await startNavigation();
  const args = { resourceType: 'explore', datasourceUid: 'loki', queries: [{ refId: 'A', expr: '{a="b"}' }] };
  const { result } = await callTool('mcp_grafana_generate_deeplink', args);
  expect(decodeURIComponent(String(result))).toContain('"expr":"{a=\\"b\\"}"');
});

test('a profile without Grafana has no links', async () => {
  const { callTool } = await startOffline({ prometheus: { url: 'http://127.0.0.1:1' } });
  await expect(callTool('generate_deeplink', { dashboard_uid: 'x' })).rejects.toMatchObject({ code: 'not_configured' });
});
