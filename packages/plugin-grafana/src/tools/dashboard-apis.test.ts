import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { type GrafanaFault, tunnel } from '@lineclear/testing/grafana';
import { expect, test } from 'vitest';
import { startSandboxed } from './test/start-dashboards.ts';

const uid = tunnel.dashboard;
const group = '/apis/dashboard.grafana.app';
const settingsPath = '/api/frontend/settings';
const answers = (body: unknown, status = 200): GrafanaFault => ({ kind: 'status', status, text: JSON.stringify(body) });
const versions = (...names: string[]) => answers({ versions: names.map((version) => ({ version })) });
const page: GrafanaFault = { kind: 'status', status: 200, headers: { 'content-type': 'text/html' }, text: '<html>' };
const change = { uid, operations: [{ op: 'replace', path: '$.title', value: 'New' }] };

const start = async (settings: JsonObject = {}, options: Parameters<typeof startSandboxed>[0] = {}) => {
  const started = await startSandboxed({ settings, ...options });
  const asked = (path: string) => started.sandbox.http.requests.filter((request) => request.path.startsWith(path));
  return { ...started, asked };
};

test('asks once which API there is, and prefers the newer one', async () => {
  const { callTool, asked } = await start();
  for (let time = 0; time < 3; time += 1) await callTool('get_dashboard_summary', { uid });
  expect(asked(group).filter(({ path }) => path === group)).toHaveLength(1);
  expect(asked(`${group}/v1beta1/namespaces/default/dashboards/`)).toHaveLength(3);
  expect(asked('/api/dashboards')).toHaveLength(0);
});

test.each([
  ['there is no other', answers({ message: 'Not found' }, 404)],
  ['the other one has no classic dashboards', versions('v0alpha1', 'v2alpha1')],
])('takes the older API where %s', async (_why, fault) => {
  const { callTool, asked, sandbox } = await start();
  sandbox.fail(fault, { path: group });
  expect(await callTool('get_dashboard_summary', { uid })).toMatchObject({ title: 'Tunnel Overview' });
  expect(asked('/api/dashboards/uid/')).not.toHaveLength(0);
});

test('a server that calls classic dashboards v1 is asked for these', async () => {
  const { answer, asked, sandbox } = await start();
  sandbox.fail(versions('v1', 'v2'), { path: group });
  await answer('get_dashboard_by_uid', { uid });
  expect(asked(`${group}/v1/namespaces/default/dashboards/${uid}`)).toHaveLength(1);
});

test('follows the setting: legacy never asks /apis, and apis never falls back', async () => {
  const legacy = await start({ dashboard_api: 'legacy' });
  await legacy.callTool('get_dashboard_summary', { uid });
  expect(legacy.asked('/apis')).toHaveLength(0);
  const apis = await start({ dashboard_api: 'apis' }, { apis: false });
  expect(await apis.answer('get_dashboard_summary', { uid })).toMatchObject({
    error: { code: 'unsupported', hint: expect.stringContaining('dashboard_api') },
  });
  expect(apis.asked('/api/dashboards')).toHaveLength(0);
});

test.each<[string, string, GrafanaFault]>([
  ['a page', group, page],
  ['no versions', group, answers({})],
  ['an empty list', group, versions()],
  ['a 404 that is not its own', group, { kind: 'status', status: 404, text: 'nothing here' }],
  ['no namespace', settingsPath, answers({ buildInfo: {} })],
  ['a page in place of its settings', settingsPath, page],
])('does not guess where Grafana answers %s, and asks again', async (_what, path, fault) => {
  const { answer, asked, sandbox, sent, callTool } = await start();
  const heal = sandbox.fail(fault, { path });
  for (const [tool, args] of Object.entries<JsonObject>({
    get_dashboard_by_uid: { uid },
    update_dashboard: change,
    create_dashboard: { dashboard: { title: 'X' } },
  }))
    expect(await answer(tool, args), tool).toMatchObject({
      error: { code: 'upstream_error', hint: expect.stringContaining('dashboard_api'), details: { reason: 'dashboard_api' } },
    });
  expect(asked('/api/dashboards')).toHaveLength(0);
  expect(sent()).toEqual([]);
  heal();
  expect(await callTool('get_dashboard_by_uid', { uid })).toMatchObject({ api_version: 'v1beta1' });
});

const resource = (more: JsonObject) => ({
  metadata: { name: uid, resourceVersion: '7', generation: 3, annotations: {} },
  spec: { title: 'Read in part' },
  ...more,
});

test.each<[string, JsonObject, string]>([
  ['it is stored in a version that is not served', { status: { conversion: { storedVersion: 'v2' } } }, 'dashboard_v2'],
  ['its conversion failed', { status: { conversion: { failed: true } } }, 'dashboard_api'],
])('a dashboard is not read or written in part where %s', async (_why, more, reason) => {
  const { answer, sandbox, sent } = await start();
  sandbox.fail(answers(resource(more)), { under: `${group}/v1beta1/` });
  for (const [tool, args] of Object.entries<JsonObject>({
    get_dashboard_by_uid: { uid },
    update_dashboard: change,
    create_dashboard: { dashboard: { title: 'X', uid }, overwrite: true },
  }))
    expect(await answer(tool, args), tool).toMatchObject({ error: { details: { reason } } });
  expect(sent()).toEqual([]);
});

test('a dashboard that something else manages is not saved', async () => {
  const { answer, sandbox } = await start();
  const managed = { 'grafana.app/managedBy': 'repo' };
  sandbox.fail(answers(resource({ metadata: { name: uid, resourceVersion: '7', generation: 3, annotations: managed } })), {
    under: `${group}/v1beta1/`,
  });
  expect(await answer('update_dashboard', change)).toMatchObject({
    error: { code: 'unsupported', details: { reason: 'dashboard_provisioned', managed_by: 'repo' } },
  });
});

test('what people and servers wrote on a dashboard stays when it is saved', async () => {
  const { confirmTool, sandbox, asked } = await start();
  const labels = { 'grafana.app/deprecatedInternalID': '12', team: 'edge' };
  const annotations = { 'grafana.app/folder': tunnel.folder, 'grafana.app/message': 'old', note: 'kept' };
  const read = resource({ metadata: { name: uid, resourceVersion: '7', generation: 1, labels, annotations } });
  sandbox.fail(answers(read), { under: `${group}/v1beta1/`, method: 'GET' });
  sandbox.fail(answers(read), { under: `${group}/v1beta1/`, method: 'PUT' });
  await confirmTool('update_dashboard', change);
  expect(asked(`${group}/v1beta1/`).find(({ method }) => method === 'PUT')?.json).toMatchObject({
    apiVersion: 'dashboard.grafana.app/v1beta1',
    metadata: {
      name: uid,
      resourceVersion: '7',
      labels,
      annotations: {
        note: 'kept',
        'grafana.app/folder': tunnel.folder,
        'grafana.app/message': expect.stringContaining('[plan '),
      },
    },
    spec: { title: 'New' },
  });
});

test('the namespace is that of the organisation', async () => {
  const access = { users: { ada: { password: 'simulated-password', role: 'Editor', orgIds: [1, 2] } } } as const;
  const { confirmTool, asked, sandbox } = await start({ username: 'ada', password: 'simulated-password', org_id: 2 }, { access });
  await confirmTool('update_dashboard', change);
  expect(asked(`${group}/v1beta1/namespaces/org-2/dashboards/${uid}`).some(({ method }) => method === 'PUT')).toBe(true);
  expect(asked(`${group}/v1beta1/namespaces/default`)).toEqual([]);
  expect(sandbox.violations).toEqual([]);
});

const deep = (depth: number): JsonValue => (depth === 0 ? 1 : { a: deep(depth - 1) });
test.each([
  ['too deep', JSON.stringify({ title: 'X', panels: deep(80) }), 'too_deep'],
  ['one with a key of the prototype', '{"title":"X","panels":[{"__proto__":{"polluted":true}}]}', 'forbidden_key'],
  ['no object', '[]', 'not_an_object'],
])('a stored dashboard that is %s is an error of the server', async (_what, text, reason) => {
  const { answer, sandbox } = await start({ dashboard_api: 'legacy' });
  sandbox.fail(
    { kind: 'status', status: 200, text: `{"dashboard":${text},"meta":{"version":1}}` },
    { under: '/api/dashboards/uid/' },
  );
  for (const tool of ['get_dashboard_by_uid', 'get_dashboard_summary'])
    expect(await answer(tool, { uid })).toMatchObject({ error: { code: 'upstream_error', details: { reason } } });
  expect(Object.prototype).not.toHaveProperty('polluted');
});

test('links are to the Grafana of the profile, whatever the server says', async () => {
  const { confirmTool, sandbox } = await start({ dashboard_api: 'legacy' });
  const elsewhere = {
    id: 1,
    uid: 'x/../y',
    url: 'https://elsewhere.example/d/x',
    slug: '//elsewhere',
    status: 'success',
    version: 1,
  };
  sandbox.fail(answers(elsewhere), { path: '/api/dashboards/db' });
  const { outcome } = await confirmTool('create_dashboard', { dashboard: { title: 'X' } });
  expect(outcome).toMatchObject({ result: { url: `${sandbox.url}/d/x%2F..%2Fy/x` } });
});
