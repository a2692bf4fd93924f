import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { definePlugin } from '@lineclear/core/plugin';
import { fakeHttp, startPlugin, testClock } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { k8sContexts } from '../resources/tools/k8s-contexts.ts';
import { k8sList } from '../resources/tools/k8s-list.ts';
import { writeKubeconfig } from '../test/start-kubernetes.ts';

const token = 'token-of-the-kubeconfig-0123456789';
const basic = `Basic ${Buffer.from('shop:password-of-the-kubeconfig').toString('base64')}`;

/** A server that knows nodes alone and writes down who asked; it repeats its request in what it refuses. */
const startServer = async () => {
  const nodes = { metadata: {}, items: [{ metadata: { name: 'node-1' } }] };
  const resources = [{ name: 'nodes', kind: 'Node', namespaced: false, verbs: ['list'] }];
  const server = await fakeHttp({
    routes: [
      { method: 'GET', path: '/version', handle: () => ({ json: { gitVersion: 'v1.35.0' } }) },
      { method: 'GET', path: '/api/v1', handle: () => ({ json: { groupVersion: 'v1', resources } }) },
      { method: 'GET', path: '/api/v1/nodes', handle: () => ({ json: nodes }) },
    ],
  });
  onTestFinished(() => server.close());
  return server;
};

const folderOf = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-credentials-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const start = async ({
  user,
  cluster = {},
  clock,
}: {
  user: JsonObject;
  cluster?: JsonObject;
  clock?: ReturnType<typeof testClock>;
}) => {
  const server = await startServer();
  const kubeconfig = await writeKubeconfig({ server: server.url, user, cluster });
  const plugin = definePlugin({
    id: 'kubernetes',
    title: 'Kubernetes',
    version: '1.0.0',
    toolsets: { cluster: { title: 'Cluster', use: 'See a cluster.' } },
    tools: [k8sContexts, k8sList],
  });
  const connections = { kubernetes: { kubeconfig, contexts: ['test'] } };
  const started = await startPlugin({ plugin, connections, ...(clock !== undefined && { clock }) });
  onTestFinished(() => started.close());
  const list = () => started.callTool('k8s_list', { context: 'test', namespace: '-', kind: 'Node' });
  return { ...started, server, kubeconfig, list, shown: () => server.requests.map(({ headers }) => headers.authorization) };
};

/** A program that prints a credential, and counts how often it was asked. */
const writePlugin = async ({ status, exitCode = 0 }: { status: object; exitCode?: number }) => {
  const folder = await folderOf();
  const credential = JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status });
  const command = join(folder, 'get-token');
  const lines = [
    '#!/bin/sh',
    `echo "$KUBERNETES_EXEC_INFO $REGION $1" >> '${folder}/asked'`,
    `echo '${token} is wrong' >&2`,
    `echo '${credential}'`,
    `exit ${exitCode}`,
  ];
  await writeFile(command, `${lines.join('\n')}\n`);
  await chmod(command, 0o755);
  const asked = async () => (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
  return { command, asked };
};

const execOf = (command: string, more: JsonObject = {}): JsonObject => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    command,
    args: ['login'],
    env: [{ name: 'REGION', value: 'eu' }],
    ...more,
  },
});

it.each([
  ['a token', { token }, `Bearer ${token}`],
  ['a name and a password', { username: 'shop', password: 'password-of-the-kubeconfig' }, basic],
  ['nothing', {}, undefined],
])('shows %s', async (_title, user, expected) => {
  const { list, shown } = await start({ user });
  await list();
  expect(shown()).toEqual([expected, expected]);
});

it('reads the token of a file again after a minute, from beside the kubeconfig', async () => {
  const clock = testClock();
  const { list, shown, kubeconfig } = await start({ user: { tokenFile: 'token' }, clock });
  await writeFile(join(kubeconfig, '..', 'token'), `${token}\n`);
  await list();
  await writeFile(join(kubeconfig, '..', 'token'), 'the-next-token\n');
  await list();
  clock.advance(61_000);
  await list();
  expect(shown()).toEqual([...Array.from({ length: 3 }, () => `Bearer ${token}`), 'Bearer the-next-token']);
});

describe('credential plugins', () => {
  it('are told what they want to know, run once for many calls, and again when their token has expired', async () => {
    const clock = testClock();
    const expirationTimestamp = new Date(clock.now() + 60_000).toISOString();
    const { command, asked } = await writePlugin({ status: { token, expirationTimestamp } });
    const { list, shown, server } = await start({ user: execOf(command, { provideClusterInfo: true }), clock });
    await Promise.all([list(), list(), list()]);
    expect(new Set(shown())).toEqual(new Set([`Bearer ${token}`]));
    expect(await asked()).toHaveLength(1);
    const [told = ''] = await asked();
    expect(told).toMatch(/ eu login$/);
    expect(JSON.parse(told.slice(0, -' eu login'.length))).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: { interactive: false, cluster: { server: server.url } },
    });
    clock.advance(55_000);
    await list();
    expect(await asked()).toHaveLength(2);
  });

  it('run again when the server does not take the token any more', async () => {
    const { command, asked } = await writePlugin({ status: { token } });
    const { list, server } = await start({ user: execOf(command) });
    await list();
    server.inject({ kind: 'status', status: 401 }, { path: '/api/v1/nodes', times: 1 });
    expect(await list()).toMatchObject({ items: [{ name: 'node-1' }] });
    expect(await asked()).toHaveLength(2);
  });

  it.each([
    ['that fail', { status: { token }, exitCode: 3 }, 'ended with exit code 3'],
    ['that give nothing', { status: {} }, 'gave neither a token nor a certificate'],
  ])('%s say so, and nothing that they printed', async (_title, behavior, message) => {
    const { command } = await writePlugin(behavior);
    const { list } = await start({ user: execOf(command) });
    const error: unknown = await list().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining(message),
      details: { reason: 'credential_plugin' },
    });
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it('that want a terminal, or are not there, are refused', async () => {
    const { list } = await start({ user: execOf('/nowhere/get-token') });
    await expect(list()).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('cannot be run (ENOENT)'),
    });
    const other = await start({ user: execOf('get-token', { interactiveMode: 'Always' }) });
    await expect(other.list()).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('wants a terminal'),
    });
  });
});

it('shows an OpenID token while it is good', async () => {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const jwt = (exp: number) => `${part({ alg: 'none' })}.${part({ exp })}.${part({ signature: true })}`;
  const provider = (idToken: string) => ({ 'auth-provider': { name: 'oidc', config: { 'id-token': idToken } } });
  const good = jwt(Math.floor(Date.now() / 1_000) + 3_600);
  const { list, shown } = await start({ user: provider(good) });
  await list();
  expect(shown()).toEqual([`Bearer ${good}`, `Bearer ${good}`]);
  const expired = await start({ user: provider(jwt(1)) });
  await expect(expired.list()).rejects.toMatchObject({ code: 'unauthenticated', details: { reason: 'openid' } });
});

describe('what is refused, before anything is sent', () => {
  it.each([
    ['to be somebody else', { user: { token, as: 'admin' } }, 'impersonation'],
    ['to be in other groups', { user: { token, 'as-groups': ['system:masters'] } }, 'impersonation'],
    ['a provider that is gone', { user: { 'auth-provider': { name: 'gcp', config: {} } } }, 'auth_provider'],
    ['a proxy', { user: { token }, cluster: { 'proxy-url': 'http://127.0.0.1:1' } }, 'proxy'],
  ])('%s', async (_title, options, reason) => {
    const { list, server } = await start(options);
    await expect(list()).rejects.toMatchObject({ code: 'unsupported', details: { reason } });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['a file that is not there', { user: { 'client-certificate': 'nowhere.crt' } }],
    ['an entry of the wrong kind', { user: { token: ['a', 'list'] } }],
  ])('%s', async (_title, options) => {
    const { list } = await start(options);
    await expect(list()).rejects.toMatchObject({ code: 'not_configured', details: { reason: 'kubeconfig' } });
  });
});

it('has no credential in an answer, an error or the log, whatever the server repeats', async () => {
  const { list, server, answer, log } = await start({ user: { token } });
  await list();
  server.inject({ kind: 'echo', status: 500 });
  const answers = [await answer('k8s_list', { context: 'test', namespace: '-', kind: 'Node' }), await answer('k8s_contexts')];
  expect(JSON.stringify(answers)).toContain('authorization');
  expect(JSON.stringify([answers, log])).not.toContain(token);
});

it('warns of a server whose certificate is not checked', async () => {
  const { callTool } = await start({ user: {}, cluster: { 'insecure-skip-tls-verify': true } });
  expect(await callTool('k8s_contexts')).toMatchObject({
    contexts: [{ warnings: [expect.stringContaining('plain HTTP'), expect.stringContaining('insecure-skip-tls-verify')] }],
  });
});
