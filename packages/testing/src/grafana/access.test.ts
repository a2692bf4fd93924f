import { expect, test } from 'vitest';
import { openGrafana } from './test/open.ts';

const access = {
  tokens: { viewer: 'Viewer', editor: 'Editor', old: 'expired', other: { role: 'Editor', orgId: 2 } },
  users: { ann: { password: 'simulated:password', role: 'Viewer', orgIds: [1, 3] } },
} as const;
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

test.for([
  ['nothing', {}, 401],
  ['an unknown token', { authorization: 'Bearer nobody' }, 401],
  ['a token that expired', { authorization: 'Bearer old' }, 401],
  ['a token', { authorization: 'Bearer viewer' }, 200],
  ['a user', basic('ann:simulated:password'), 200],
  ['a user with another password', basic('ann:wrong'), 401],
  ['a user in an organisation of theirs', { ...basic('ann:simulated:password'), 'x-grafana-org-id': '3' }, 200],
  ['a user in an organisation of others', { ...basic('ann:simulated:password'), 'x-grafana-org-id': '2' }, 401],
  ['a token for its organisation', { authorization: 'Bearer other', 'x-grafana-org-id': '2' }, 200],
  ['a token for another organisation', { authorization: 'Bearer viewer', 'x-grafana-org-id': '2' }, 401],
] as const)('answers %s as the server does', async ([, headers, status]) => {
  const { get } = await openGrafana({ access });
  expect((await get('/api/org', headers)).status).toBe(status);
});

test('answers with the organisation that the caller is in', async () => {
  const { get } = await openGrafana({ access });
  const { json } = await get('/api/org', { ...basic('ann:simulated:password'), 'x-grafana-org-id': '3' });
  expect(json).toMatchObject({ id: 3 });
});

test('refuses a write to a viewer and changes nothing', async () => {
  const { post, world } = await openGrafana({ access });
  const before = world.state();
  const answer = await post('/api/folders', { title: 'New' }, { authorization: 'Bearer viewer' });
  expect(answer.status).toBe(403);
  expect(world.state()).toEqual(before);
});

test('health needs no credentials', async () => {
  const { get } = await openGrafana({ access });
  expect((await get('/api/health')).json).toMatchObject({ database: 'ok', version: '13.0.0' });
  expect((await get('/health')).status).toBe(200);
});

test('everything is below the base path, and nothing beside it', async () => {
  const { url, get, http } = await openGrafana({ basePath: '/grafana' });
  expect(url).toBe(`${http.url}/grafana`);
  expect((await get('/api/org')).status).toBe(200);
  expect((await fetch(`${http.url}/api/org`)).status).toBe(404);
  expect((await get('/api/frontend/settings')).json).toMatchObject({ appUrl: `${url}/`, namespace: 'default' });
});
