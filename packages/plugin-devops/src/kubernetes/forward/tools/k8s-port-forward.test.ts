import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { JsonObject } from '@lineclear/core/plugin';
import { expect, it, onTestFinished } from 'vitest';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { forwardTools } from '../tools.ts';

const manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'shop/web:1' }] },
};
const input = { context: 'test', namespace: 'shop', pod: 'web-1', port: 8080, minutes: 5 };

const start = async () => {
  const started = await startKubernetes(forwardTools);
  const { world } = started.sandbox;
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  world.put(manifest);
  // What listens in the pod repeats what it hears.
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  world.listen({
    namespace: 'shop',
    labels: { app: 'web' },
    port: 8080,
    to: typeof address === 'object' ? (address?.port ?? 0) : 0,
  });
  const open = async () => {
    const { outcome } = await started.confirmTool('k8s_port_forward', input);
    const { result } = JSON.parse(JSON.stringify(outcome));
    const localPort = Number(/^127\.0\.0\.1:(\d+)$/.exec(result.address)?.[1]);
    return { id: String(result.forward_id), localPort, result };
  };
  return { ...started, world, open };
};

/** What comes back of a text that is sent to a port, until the connection ends. */
const ask = async ({ port, host = '127.0.0.1', text = '' }: { port: number; host?: string; text?: string }): Promise<string> => {
  const socket = connect({ port, host });
  let heard = '';
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    if (heard.length >= text.length) socket.destroy();
  });
  socket.on('error', () => {});
  socket.write(text);
  // `once` of node:events would reject for a connection that is refused.
  await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  return heard;
};

it('opens a port of this machine alone that leads to the pod, and lists it', async () => {
  const { previewTool, open, callTool } = await start();
  expect(await previewTool('k8s_port_forward', input)).toMatchObject({
    description: expect.stringContaining('Open a port of 127.0.0.1 for 5 minutes that leads to port 8080 of Pod "web-1"'),
    details: { port: 8080, minutes: 5, address: '127.0.0.1', undo: 'k8s_port_forward_stop' },
    warnings: [expect.stringContaining('Every program')],
  });
  const { localPort, result } = await open();
  const text = 'x'.repeat(300_000);
  expect(await ask({ port: localPort, text })).toBe(text);
  expect(await callTool('k8s_port_forward_list', {})).toEqual({ forwards: [result] });
  const others = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter(({ internal }) => !internal));
  for (const { address } of others) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is quick
    expect(await ask({ port: localPort, host: address, text: 'x' })).toBe('');
  }
});

it('is closed by a stop, with its connections, and by the end of the server', async () => {
  const { open, confirmTool, callTool, close } = await start();
  const [first, second] = [await open(), await open()];
  const held = connect({ port: first.localPort, host: '127.0.0.1' });
  held.on('error', () => {});
  held.write('x');
  await once(held, 'data');
  const { outcome } = await confirmTool('k8s_port_forward_stop', { forward_id: first.id });
  expect(outcome).toMatchObject({ result: { stopped: true } });
  await new Promise<void>((resolve) => void (held.destroyed ? resolve() : held.once('close', () => resolve())));
  expect(await callTool('k8s_port_forward_list', {})).toEqual({ forwards: [second.result] });
  await close();
  expect(await ask({ port: second.localPort, text: 'x' })).toBe('');
});

it('is of the caller who opened it: to others it does not exist', async () => {
  const { open, callTool, composition, caller } = await start();
  const { id, localPort, result } = await open();
  const asBob = (tool: string, args: JsonObject = {}) =>
    composition.path.call({
      tool,
      args,
      caller: { ...caller, principal: { id: 'bob' } },
      asking: { mode: 'none' },
      signal: new AbortController().signal,
    });
  expect(await asBob('k8s_port_forward_list')).toMatchObject({ value: { forwards: [] } });
  expect(await asBob('k8s_port_forward_stop', { forward_id: id })).toMatchObject({ error: { code: 'not_found' } });
  expect(await asBob('k8s_port_forward_stop', { forward_id: id, confirm: true })).toMatchObject({ error: { code: 'not_found' } });
  expect(await callTool('k8s_port_forward_list', {})).toEqual({ forwards: [result] });
  expect(await ask({ port: localPort, text: 'x' })).toBe('x');
});

it('leads to no other pod that has the name by then', async () => {
  const { open, world } = await start();
  const { localPort } = await open();
  world.remove('Pod', 'web-1', 'shop');
  world.put(manifest);
  expect(await ask({ port: localPort, text: 'x' })).toBe('');
});

it('ends a connection that the pod does not take', async () => {
  const { world, confirmTool } = await start();
  world.put({ ...manifest, metadata: { ...manifest.metadata, name: 'deaf', labels: { app: 'deaf' } } });
  const { outcome } = await confirmTool('k8s_port_forward', { ...input, pod: 'deaf' });
  const [, port] = String(JSON.parse(JSON.stringify(outcome)).result.address).split(':');
  expect(await ask({ port: Number(port), text: 'x' })).toBe('');
});

it('is stale where the pod was replaced, and refuses one that has ended', async () => {
  const { previewTool, answer, world } = await start();
  await previewTool('k8s_port_forward', input);
  world.remove('Pod', 'web-1', 'shop');
  world.put(manifest);
  expect(await answer('k8s_port_forward', { ...input, confirm: true })).toMatchObject({ error: { code: 'stale' } });
  expect(await answer('k8s_port_forward_stop', { forward_id: 'none' })).toMatchObject({ error: { code: 'not_found' } });
});
