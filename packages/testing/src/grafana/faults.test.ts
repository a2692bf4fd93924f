import { expect, test } from 'vitest';
import { grafanaFaults } from './faults.ts';
import { dashboardRequest, openGrafana } from './test/open.ts';

test('answers any status with any body, on the paths that are meant', async () => {
  const { get, fail } = await openGrafana({ seed: 'tunnel' });
  const stop = fail(grafanaFaults.status(503, { message: 'down' }), { under: '/api/datasources' });
  const broken = await get('/api/datasources/uid/loki');
  expect([broken.status, broken.json]).toEqual([503, { message: 'down' }]);
  expect((await get('/api/org')).status).toBe(200);
  stop();
  expect((await get('/api/datasources/uid/loki')).status).toBe(200);
});

test('a login page comes with 200, or by a redirect', async () => {
  const { url, get, fail } = await openGrafana();
  fail(grafanaFaults.loginPage(), { times: 1 });
  const page = await get('/api/org');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  fail(grafanaFaults.loginRedirect(), { times: 1 });
  const redirect = await fetch(`${url}/api/org`, { redirect: 'manual' });
  expect([redirect.status, redirect.headers.get('location')]).toEqual([302, '/login']);
});

test('says how long to wait', async () => {
  const { get, fail } = await openGrafana();
  fail(grafanaFaults.rateLimited(7));
  const answer = await get('/api/org');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
});

test('silence ends with the patience of the caller', async () => {
  const { url, get, fail, http } = await openGrafana();
  fail(grafanaFaults.silence(), { times: 1 });
  const caller = new AbortController();
  const answer = fetch(`${url}/api/org`, { signal: caller.signal });
  await expect.poll(() => http.requests).toHaveLength(1);
  caller.abort(new Error('no more patience'));
  await expect(answer).rejects.toThrow('no more patience');
  expect((await get('/api/org')).status).toBe(200);
});

test('an answer can be very long', async () => {
  const { get, fail } = await openGrafana();
  fail(grafanaFaults.huge());
  expect((await get('/api/search')).text).toHaveLength(20 << 20);
});

test.for([
  ['cut', grafanaFaults.cut(), 0],
  ['lost', grafanaFaults.lostAnswer(), 1],
] as const)('an answer that is %s leaves %i dashboards', async ([, fault, count]) => {
  const { post, world, fail, http } = await openGrafana({ seed: 'tunnel' });
  fail(fault, { unsafe: true });
  await expect(post('/api/dashboards/db', dashboardRequest())).rejects.toThrow('fetch failed');
  const { dashboards } = world.state() as { dashboards: { uid: string }[] };
  expect(dashboards.filter(({ uid }) => uid === 'tunnel-health')).toHaveLength(count);
  expect(http.unsafe()).toHaveLength(1);
});

test('a write can happen although the answer is an error', async () => {
  const { post, world, fail } = await openGrafana({ seed: 'tunnel' });
  fail(grafanaFaults.status(502, { message: 'bad gateway' }, { afterEffect: true }), { unsafe: true });
  expect((await post('/api/dashboards/db', dashboardRequest())).status).toBe(502);
  expect(world.dashboard('tunnel-health').version).toBe(1);
});

test('another write can win the race for a rule', async () => {
  const { send, fail } = await openGrafana({ seed: 'tunnel' });
  fail(grafanaFaults.optimisticLock(), { method: 'PUT' });
  expect((await send('/api/v1/provisioning/alert-rules/tunnel-down', { method: 'PUT', json: {} })).status).toBe(409);
});
