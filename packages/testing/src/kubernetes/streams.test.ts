import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { kubernetesFaults } from './faults.ts';
import type { KubernetesSandbox } from './sandbox.ts';
import { deployment, openCluster } from './test/open.ts';

interface Heard {
  readonly protocol: string;
  readonly channels: Readonly<Record<number, string>>;
  readonly code: number;
}

const firstPod = (sandbox: KubernetesSandbox): string => sandbox.world.list('Pod', 'default')[0]?.metadata.name ?? '';

const listen = (
  sandbox: KubernetesSandbox,
  { path, protocols, say = () => {} }: { path: string; protocols: readonly string[]; say?: (socket: WebSocket) => void },
): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const url = `${sandbox.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/${firstPod(sandbox)}/${path}`;
    const socket = new WebSocket(url, [...protocols]);
    const channels: Record<number, string> = {};
    socket.on('open', () => say(socket));
    socket.on('message', (message: Buffer) => {
      const channel = message[0] ?? 0;
      channels[channel] = (channels[channel] ?? '') + message.subarray(1).toString('latin1');
    });
    socket.on('close', (code) => resolve({ protocol: socket.protocol, channels, code }));
    socket.on('error', reject);
  });

const openPods = async () => {
  const opened = await openCluster();
  opened.sandbox.world.put(deployment('web', { replicas: 1 }));
  return opened;
};

const v5 = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

test('runs a real program and says how it ended', async () => {
  const { sandbox } = await openPods();
  const query = new URLSearchParams({ stdout: 'true', stderr: 'true' });
  for (const word of ['sh', '-c', 'echo out; echo err >&2; exit 3']) query.append('command', word);
  const path = `exec?${query.toString()}`;
  const { protocol, channels } = await listen(sandbox, { path, protocols: v5 });
  expect(protocol).toBe('v5.channel.k8s.io');
  expect([channels[1], channels[2]]).toEqual(['out\n', 'err\n']);
  expect(JSON.parse(channels[3] ?? '')).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  });
});

test('gives the program its input, and its end', async () => {
  const { sandbox } = await openPods();
  const { channels } = await listen(sandbox, {
    path: 'exec?command=cat&stdin=true&stdout=true',
    protocols: v5,
    say: (socket) => {
      socket.send(Buffer.from('\u0000hello', 'latin1'));
      socket.send(Buffer.from([255, 0]));
    },
  });
  expect(channels[1]).toBe('hello');
  expect(JSON.parse(channels[3] ?? '')).toMatchObject({ status: 'Success' });
});

test('has only the programs that are installed', async () => {
  const { sandbox } = await openPods();
  const { channels } = await listen(sandbox, { path: 'exec?command=rm&command=-rf', protocols: ['v4.channel.k8s.io'] });
  expect(channels[3]).toContain('executable file not found');
});

test('cuts a stream halfway, and before it says how the program ended', async () => {
  const { sandbox } = await openPods();
  sandbox.fail(kubernetesFaults.lostAnswer(), { times: 1 });
  const lost = await listen(sandbox, { path: 'exec?command=echo&command=done&stdout=true', protocols: v5 });
  expect(lost).toMatchObject({ code: 1006, channels: { 1: 'done\n' } });
  expect(lost.channels[3]).toBeUndefined();
  sandbox.fail(kubernetesFaults.truncated(), { times: 1 });
  const cut = await listen(sandbox, { path: 'exec?command=sh&command=-c&command=echo+a;sleep+30&stdout=true', protocols: v5 });
  expect(cut).toMatchObject({ code: 1006, channels: { 1: 'a\n' } });
});

test('joins a port with what listens on it', async () => {
  const { sandbox } = await openPods();
  const server = createServer((socket) => socket.once('data', (bytes) => socket.end(`heard ${bytes.toString()}`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  const to = typeof address === 'object' ? (address?.port ?? 0) : 0;
  sandbox.world.listen({ namespace: 'default', labels: { app: 'web' }, port: 8080, to });
  const { channels } = await listen(sandbox, {
    path: 'portforward?ports=8080',
    protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
    say: (socket) => socket.send(Buffer.from('\u0000ping', 'latin1')),
  });
  // Both channels begin with the number of the port.
  expect(channels).toEqual({ 0: '\u0090\u001fheard ping', 1: '\u0090\u001f' });
});

test('refuses a stream to those who may only read', async () => {
  const { sandbox } = await openCluster({
    identities: { reader: { token: 'r', rules: [{ verbs: ['get', 'list'], resources: ['*'] }] } },
  });
  sandbox.world.put(deployment('web', { replicas: 1 }));
  const url = `${sandbox.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/${firstPod(sandbox)}/exec?command=true`;
  const said = await new Promise((resolve) => {
    const socket = new WebSocket(url, v5, { headers: { authorization: 'Bearer r' } });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('error', () => {});
  });
  expect(said).toBe(403);
});
