import { expect, test } from 'vitest';
import { dashboardRequest, openGrafana } from './test/open.ts';

const save = '/api/dashboards/db';
const health = { uid: 'tunnel-health', title: 'Tunnel Health' };

test('saves versions and keeps them', async () => {
  const { post, get } = await openGrafana({ seed: 'tunnel' });
  const first = await post(save, dashboardRequest());
  expect(first.json).toMatchObject({
    uid: 'tunnel-health',
    version: 1,
    url: '/d/tunnel-health/tunnel-health',
    status: 'success',
  });
  const second = await post(
    save,
    dashboardRequest({ dashboard: { ...health, version: 1, panels: [{ id: 1 }] }, message: 'second' }),
  );
  expect(second.json).toMatchObject({ version: 2 });
  expect((await get('/api/dashboards/uid/tunnel-health')).json).toMatchObject({
    dashboard: { version: 2, panels: [{ id: 1 }] },
    meta: { version: 2, folderUid: 'tunnel-monitoring', folderTitle: 'Tunnel Monitoring' },
  });
  const { json } = await get('/api/dashboards/uid/tunnel-health/versions');
  expect(json).toMatchObject({
    versions: [
      { version: 2, message: 'second' },
      { version: 1, message: 'first' },
    ],
  });
});

test('refuses an older version with 412, and takes it with overwrite', async () => {
  const { post, world } = await openGrafana({ seed: 'tunnel' });
  await post(save, dashboardRequest());
  world.saveDashboard({ uid: 'tunnel-health', json: { title: 'Tunnel Health', tags: ['theirs'] } });
  const stale = await post(save, dashboardRequest({ dashboard: { ...health, version: 1 } }));
  expect(stale.status).toBe(412);
  expect(stale.json).toMatchObject({ status: 'version-mismatch' });
  expect(world.dashboard('tunnel-health').json['tags']).toEqual(['theirs']);
  const forced = await post(save, dashboardRequest({ dashboard: { ...health, version: 1 }, overwrite: true }));
  expect(forced.json).toMatchObject({ version: 3 });
});

test('a new dashboard does not replace one with the same uid', async () => {
  const { post } = await openGrafana({ seed: 'tunnel' });
  const answer = await post(save, dashboardRequest({ dashboard: { uid: 'tunnel-overview', title: 'Other' } }));
  expect(answer.status).toBe(412);
});

test('an older server refuses the same title in the same folder', async () => {
  const same = dashboardRequest({ dashboard: { title: 'tunnel overview' } });
  const older = await openGrafana({ seed: 'tunnel' });
  expect((await older.post(save, same)).json).toMatchObject({ status: 'name-exists' });
  const newer = await openGrafana({ seed: 'tunnel', uniqueTitles: false });
  expect((await newer.post(save, same)).status).toBe(200);
});

test.for([
  ['an empty title', { dashboard: { title: ' ' } }, 400, 'Dashboard title cannot be empty'],
  ['a folder that is not there', { folderUid: 'nowhere' }, 400, 'Folder not found'],
  ['a uid with other characters', { dashboard: { uid: 'a/b', title: 'x' } }, 400, 'uid contains illegal characters'],
  ['a uid that is too long', { dashboard: { uid: 'x'.repeat(41), title: 'x' } }, 400, 'uid too long, max 40 characters'],
  ['an id that is not there', { dashboard: { id: 4711, title: 'x' } }, 404, 'Dashboard not found'],
] as const)('refuses %s', async ([, change, status, message]) => {
  const { post } = await openGrafana({ seed: 'tunnel' });
  const answer = await post(save, dashboardRequest(change));
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({ message });
});

test('an update without folderUid moves the dashboard to the root', async () => {
  const { post, world } = await openGrafana({ seed: 'tunnel' });
  await post(save, { dashboard: { uid: 'tunnel-overview', title: 'Tunnel Overview', version: 1 } });
  expect(world.dashboard('tunnel-overview').folderUid).toBe('');
});

test('a dashboard from a file cannot be saved', async () => {
  const { post, world } = await openGrafana({ seed: 'tunnel' });
  world.provision('tunnel-overview');
  const answer = await post(
    save,
    dashboardRequest({ dashboard: { uid: 'tunnel-overview', title: 'Tunnel Overview', version: 1 } }),
  );
  expect(answer.json).toMatchObject({ message: 'Cannot save provisioned dashboard' });
});

test('finds dashboards by words, tag, folder and type, in pages', async () => {
  const { get, world } = await openGrafana({ seed: 'tunnel' });
  for (const number of [1, 2, 3])
    world.saveDashboard({ uid: `other-${number}`, json: { title: `Other ${number}`, tags: ['b'] } });
  const titles = async (query: string) =>
    ((await get(`/api/search?${query}`)).json as { title: string }[]).map(({ title }) => title);
  expect(await titles('query=OVER')).toEqual(['Tunnel Overview']);
  expect(await titles('tag=b&limit=2')).toEqual(['Other 1', 'Other 2']);
  expect(await titles('tag=b&limit=2&page=2')).toEqual(['Other 3']);
  expect(await titles('folderUIDs=tunnel-monitoring')).toEqual(['Tunnel Overview']);
  expect(await titles('type=dash-folder')).toEqual(['Tunnel Monitoring']);
});

const apis = '/apis/dashboard.grafana.app';
const dashboards = `${apis}/v1beta1/namespaces/default/dashboards`;

test('the same dashboards are resources with a version', async () => {
  const { get, send, world } = await openGrafana({ seed: 'tunnel' });
  expect((await get(apis)).json).toMatchObject({
    kind: 'APIGroup',
    versions: [{ version: 'v1beta1' }, { version: 'v2beta1' }, { version: 'v0alpha1' }],
  });
  const { json } = await get(`${dashboards}/tunnel-overview`);
  const read = json as { metadata: Record<string, unknown>; spec: Record<string, unknown> };
  expect(read.metadata['annotations']).toMatchObject({ 'grafana.app/folder': 'tunnel-monitoring' });
  const change = { ...read, spec: { ...read.spec, title: 'Changed' } };
  const saved = await send(`${dashboards}/tunnel-overview`, { method: 'PUT', json: change });
  expect(saved.json).toMatchObject({ metadata: { generation: 2 }, spec: { title: 'Changed' } });
  const stale = await send(`${dashboards}/tunnel-overview`, { method: 'PUT', json: change });
  expect(stale.status).toBe(409);
  expect(stale.json).toMatchObject({ kind: 'Status', reason: 'Conflict', code: 409 });
  expect(world.dashboard('tunnel-overview').version).toBe(2);
});

test('a resource is created once', async () => {
  const { post, world } = await openGrafana({ seed: 'tunnel' });
  const body = {
    metadata: { name: 'fresh', annotations: { 'grafana.app/folder': 'tunnel-monitoring' } },
    spec: { title: 'Fresh' },
  };
  expect((await post(dashboards, body)).status).toBe(201);
  expect((await post(dashboards, body)).json).toMatchObject({ reason: 'AlreadyExists' });
  expect(world.dashboard('fresh').folderUid).toBe('tunnel-monitoring');
});

test('an older server has no resources', async () => {
  const { get, world } = await openGrafana({ seed: 'tunnel', apis: false });
  expect((await get(apis)).status).toBe(404);
  world.setSwitch('apis', true);
  expect((await get(apis)).status).toBe(200);
});

test('a dashboard of the second schema is read whole in its own version alone', async () => {
  const { get, send, world } = await openGrafana();
  const panel = { kind: 'Panel', spec: { id: 1, title: 'Rate', vizConfig: { group: 'stat' } } };
  const spec = { title: 'New style', elements: { 'panel-1': panel }, layout: { kind: 'GridLayout' }, variables: [] };
  world.saveV2Dashboard({ uid: 'new-style', spec });
  expect((await get('/api/dashboards/uid/new-style')).status).toBe(406);
  const whole = `${apis}/v2beta1/namespaces/default/dashboards/new-style`;
  const read = (await get(whole)).json as { spec: object };
  expect(read).toMatchObject({ spec, status: { conversion: { storedVersion: 'v2beta1' } } });
  expect((await get(`${dashboards}/new-style`)).json).toMatchObject({
    spec: { title: 'New style', panels: [{ id: 1, title: 'Rate', type: 'stat' }] },
    status: { conversion: { failed: false, storedVersion: 'v2beta1' } },
  });
  const saved = await send(whole, { method: 'PUT', json: { ...read, spec: { ...spec, title: 'Newer' } } });
  expect(saved.json).toMatchObject({ metadata: { generation: 2 }, spec: { title: 'Newer', layout: { kind: 'GridLayout' } } });
});
