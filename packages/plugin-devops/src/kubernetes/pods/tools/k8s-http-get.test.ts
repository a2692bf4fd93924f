import { fakeHttp } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { password, podOf, seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sHttpGet } from './k8s-http-get.ts';

const start = async (settings = {}) => {
  const started = await startKubernetes([k8sHttpGet], { settings });
  seedShop(started.sandbox);
  const application = await fakeHttp({
    routes: [
      { method: 'GET', path: '/health/ready', handle: () => ({ status: 503, json: { ready: false } }) },
      {
        method: 'GET',
        path: '/metrics',
        handle: () => ({ text: `up 1\nhttp_requests_total 42\ntoken="x" DB_PASSWORD=${password}\n` }),
      },
      { method: 'GET', path: '/health/large', handle: () => ({ text: 'x'.repeat(100_000) }) },
      {
        method: 'GET',
        path: '/health/key',
        handle: () => ({
          text: `${'x'.repeat(19_950)}\n-----BEGIN PRIVATE KEY-----\nMIIEpart\n-----END PRIVATE KEY-----\nMIIEnd`,
        }),
      },
      { method: 'GET', path: '/health/binary', handle: () => ({ bytes: new Uint8Array([0, 1, 2]) }) },
      {
        method: 'GET',
        path: '/health/away',
        handle: () => ({ status: 302, headers: { location: '/api/v1/namespaces/shop/secrets/db' } }),
      },
      { method: 'GET', path: '/api/v1/namespaces/shop/secrets/db', handle: () => ({ text: 'followed' }) },
    ],
  });
  onTestFinished(() => application.close());
  const port = Number(new URL(application.url).port);
  started.sandbox.world.put(podOf('web-2'));
  started.sandbox.world.listen({ namespace: 'shop', labels: { app: 'web' }, port: 8080, to: port });
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  started.sandbox.world.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { app: 'web' }, ports },
  });
  started.sandbox.clear();
  return { ...started, application };
};
const pod = { ...shop, kind: 'Pod', name: 'web-1', port: '8080' };

it('asks a pod or a service, and answers whatever status they have', async () => {
  const { callTool, sandbox } = await start();
  const answer = {
    status: 503,
    content_type: 'application/json',
    body: expect.stringContaining('{"ready":false}'),
    untrusted: true,
  };
  expect(await callTool('k8s_http_get', { ...pod, path: '/health/ready' })).toMatchObject(answer);
  expect(
    await callTool('k8s_http_get', { ...pod, kind: 'Service', name: 'web', port: 'http', path: '/health/ready' }),
  ).toMatchObject(answer);
  expect(sandbox.unsafe()).toEqual([]);
});

it('keeps the lines with a text, without what their own words mark as secret', async () => {
  const { callTool } = await start();
  const { body } = await callTool('k8s_http_get', { ...pod, path: '/metrics', grep: 'http_' });
  expect(body).toContain('http_requests_total 42');
  expect(body).not.toContain('up 1');
  expect((await callTool('k8s_http_get', { ...pod, path: '/metrics' }))['body']).not.toContain(password);
});

it('knows a private key of which it would show a part', async () => {
  const { callTool } = await start();
  for (const grep of [undefined, 'MIIE']) {
    const { body } = await callTool('k8s_http_get', { ...pod, path: '/health/key', ...(grep !== undefined && { grep }) });
    expect(body).not.toContain('MIIEpart');
    expect(body).toContain(grep === undefined ? 'digest' : 'MIIEnd');
  }
});

it('cuts long answers, and names binary ones', async () => {
  const { callTool } = await start();
  expect(await callTool('k8s_http_get', { ...pod, path: '/health/large' })).toMatchObject({ bytes: 100_000, left_out: 80_000 });
  expect((await callTool('k8s_http_get', { ...pod, path: '/health/binary' }))['body']).toContain('[binary, 3 bytes]');
});

it('follows no redirect of an application: our credentials reach more than it does', async () => {
  const { callTool, sandbox, application } = await start();
  expect(await callTool('k8s_http_get', { ...pod, path: '/health/away' })).toMatchObject({ status: 302, body: '' });
  expect(sandbox.sent().filter((line) => line.includes('secrets'))).toEqual([]);
  expect(application.requests).toHaveLength(1);
});

it('says what the cluster itself refuses', async () => {
  const { callTool } = await start();
  await expect(callTool('k8s_http_get', { ...pod, name: 'nobody', path: '/metrics' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

describe('paths', () => {
  it.each(['/admin', '/', '/metricsx', '/actuator/health'])('beyond the list are forbidden: %s', async (path) => {
    const { callTool, sandbox } = await start();
    await expect(callTool('k8s_http_get', { ...pod, path })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'path' },
    });
    expect(sandbox.sent()).toEqual([]);
  });

  it.each([
    '/metrics?x=1',
    '/metrics#x',
    '/health/../admin',
    '/health/./x',
    '/health/%2e%2e/admin',
    '/health/%2fadmin',
    '/health//admin',
    '//admin/metrics',
    '/health\\..\\admin',
    '/health/..;/admin',
    '/health/x;y',
    'metrics',
    '/health/x\n',
    '/health/a b',
    '',
  ])('that could mean another one are refused: %j', async (path) => {
    const { callTool, sandbox } = await start({ http_get: ['*'.padStart(2, '/')] });
    await expect(callTool('k8s_http_get', { ...pod, path })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(sandbox.sent()).toEqual([]);
  });

  it('are those of the profile', async () => {
    const { callTool } = await start({ http_get: ['/health/ready'] });
    expect(await callTool('k8s_http_get', { ...pod, path: '/health/ready' })).toMatchObject({ status: 503 });
    await expect(callTool('k8s_http_get', { ...pod, path: '/metrics' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it.each([
  { name: 'web-1:9090' },
  { name: 'https:web-1' },
  { name: 'web-1/../web-2' },
  { port: '8080/proxy' },
  { port: '0' },
  { port: '8080:x' },
  { namespace: 'shop/pods/x' },
])('lets no name or port carry more than that: %j', async (asked) => {
  const { callTool, sandbox } = await start();
  await expect(callTool('k8s_http_get', { ...pod, path: '/metrics', ...asked })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(sandbox.sent()).toEqual([]);
});
