import { fakeHttp, freePort, startPlugin } from '@lineclear/testing';
import { exercise, startTaskerSandbox, type TaskerSandboxOptions } from '@lineclear/testing/tasker';
import { expect, onTestFinished, test } from 'vitest';
import tasker from '../src/index.ts';

const start = async ({
  settings = {},
  ...options
}: TaskerSandboxOptions & { settings?: Readonly<Record<string, unknown>> } = {}) => {
  const sandbox = await startTaskerSandbox(options);
  const started = await startPlugin({
    plugin: tasker,
    connections: { tasker: { url: sandbox.url, worker_url: sandbox.workerUrl, ...settings } },
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { sandbox, ...started };
};

const status = { active_profile: 'test', profiles: [{ connections: [{ connection: 'tasker', health: 'up' }] }] };

test('a base URL may have a path', async () => {
  const { sandbox, callTool } = await start({ basePath: '/tasker/api' });
  expect(await callTool('task_inspect', { task_uuid: exercise.blockedTask })).toMatchObject({ task: { name: 'daily_report' } });
  expect(sandbox.http.requests.map(({ path }) => path).filter((path) => !path.startsWith('/tasker/api/v1/'))).toEqual([]);
});

test('names cannot climb out of their segment', async () => {
  const template = { namespace: 'a/b?', name: 'c/d', version: '1.0.0#' };
  const list = { namespaces: [], templates: [{ ...template, step_count: 0 }], total_count: 1 };
  const http = await fakeHttp({
    routes: [{ method: 'GET', path: '/v1/templates', handle: () => ({ json: list }) }],
    onUnhandled: 'ignore',
  });
  const { answer, close } = await startPlugin({ plugin: tasker, connections: { tasker: { url: http.url } } });
  await answer('template_inspect_remote', template);
  expect(await answer('template_inspect_remote', { ...template, namespace: '../../config' })).toMatchObject({ kind: 'error' });
  expect(http.requests.map(({ url }) => url).filter((url) => !url.startsWith('/v1/templates'))).toEqual([]);
  expect(http.requests.map(({ url }) => url)).toContain('/v1/templates/a%2Fb%3F/c%2Fd/1.0.0%23');
  await close();
  await http.close();
});

test.each([
  ['a bearer token', { token: 'simulated-token' }, { authorization: 'Bearer simulated-token' }],
  ['an API key', { api_key: 'simulated-key' }, { 'x-api-key': 'simulated-key' }],
  [
    'an API key in a header of its own',
    { api_key: 'simulated-key', api_key_header: 'X-Tasker' },
    { 'x-tasker': 'simulated-key' },
  ],
])('%s goes to the orchestration server, and never to a worker', async (_what, settings, headers) => {
  const { sandbox, callTool } = await start({ settings });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject(status);
  expect(sandbox.http.requests.at(-1)?.headers).toMatchObject(headers);
  expect(sandbox.worker.requests.length).toBeGreaterThan(0);
  expect(JSON.stringify(sandbox.worker.requests)).not.toContain('simulated-');
});

test('the server decides by permission, and a missing one is named', async () => {
  const { answer } = await start({
    access: { apiKeys: { 'simulated-key': ['tasks:*', 'steps:read'] } },
    settings: { api_key: 'simulated-key' },
  });
  expect(await answer('task_inspect', { task_uuid: exercise.blockedTask })).toMatchObject({ kind: 'value' });
  expect(await answer('dlq_stats')).toMatchObject({
    kind: 'error',
    error: { code: 'forbidden', hint: expect.stringContaining('dlq:stats'), details: { missing_permission: 'dlq:stats' } },
  });
});

test.each([
  ['a token that the server does not know', { token: 'simulated-old-token' }],
  ['no credentials at all', {}],
])('%s is seen before a tool is called', async (_what, settings) => {
  const { callTool } = await start({ access: { tokens: { 'simulated-token': ['tasks:*'] } }, settings });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject({
    profiles: [{ connections: [{ connection: 'tasker', health: 'down', last_error: { code: 'unauthenticated' } }] }],
  });
});

test('credentials with few permissions are as good as any', async () => {
  const access = { tokens: { 'simulated-token': ['templates:read'] } };
  const { callTool } = await start({ access, settings: { token: 'simulated-token' } });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject(status);
});

test('a worker that is down is told of, and holds nothing up', async () => {
  const { callTool } = await start({ settings: { worker_url: `http://127.0.0.1:${(await freePort(1))[0]}` } });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject(status);
  expect(await callTool('task_list')).toMatchObject({ tasks: expect.any(Array) });
});

test.each([
  [{ token: 'a', api_key: 'b' }, 'use token or api_key, not both'],
  [{ url: 'ftp://127.0.0.1' }, 'url'],
  [{ timeout_ms: 1 }, 'timeout_ms'],
  [{ worker: 'http://127.0.0.1' }, 'worker'],
])('the settings %j are refused', async (settings, told) => {
  const connections = { tasker: { url: 'http://127.0.0.1:8080', ...settings } };
  const error: unknown = await startPlugin({ plugin: tasker, connections }).catch((thrown: unknown) => thrown);
  expect(JSON.stringify(error) + String(error)).toContain(told);
});
