import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlugin } from '@lineclear/testing';
import { type KubernetesSandboxOptions, startKubernetesSandbox } from '@lineclear/testing/kubernetes';
import { expect, it, onTestFinished } from 'vitest';
import plugin from '../index.ts';
import { openChannel } from './open-channel.ts';

const rules = [{ verbs: ['*'], resources: ['*'] }];
const looking = [{ verbs: ['get', 'list'], resources: ['*'] }];

/** A cluster that is reached as its kubeconfig says. */
const start = async ({
  user,
  edit = (text) => text,
  ...options
}: KubernetesSandboxOptions & { user?: string; edit?: (text: string) => string }) => {
  const sandbox = await startKubernetesSandbox(options);
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-streams-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, edit(sandbox.kubeconfig({ context: 'test', ...(user === undefined ? {} : { user }) })));
  const connections = { kubernetes: { kubeconfig, contexts: ['test'] } };
  const started = await startPlugin({ plugin, connections });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  sandbox.world.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one', namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'shop/one:1' }] },
  });
  return { ...started, sandbox };
};

const echo = { context: 'test', namespace: 'default', pod: 'one', command: ['echo', 'hello'] };

it('trusts the certificate authority of the cluster, and shows a certificate of its own', async () => {
  const { confirmTool } = await start({ tls: true, identities: { ada: { rules } }, user: 'ada' });
  const { outcome } = await confirmTool('k8s_exec', echo);
  expect(outcome).toMatchObject({ result: { exit_code: 0, stdout: expect.stringContaining('hello') } });
});

it('shows a token', async () => {
  const { confirmTool } = await start({ identities: { bot: { token: 'b0t-b0t-b0t', rules } }, user: 'bot' });
  const { outcome } = await confirmTool('k8s_exec', echo);
  expect(outcome).toMatchObject({ result: { exit_code: 0 } });
});

it('says that it was refused, and that nothing ran', async () => {
  const { previewTool, answer } = await start({ identities: { bot: { token: 'b0t-b0t-b0t', rules: looking } }, user: 'bot' });
  await previewTool('k8s_exec', echo);
  const refused = await answer('k8s_exec', { ...echo, confirm: true });
  expect(refused).toMatchObject({ error: { code: 'forbidden', hint: expect.stringContaining('k8s_can_i') } });
  expect(JSON.stringify(refused)).not.toContain('b0t-b0t-b0t');
});

it('knows that nothing ran where nobody listens', async () => {
  const access = { server: 'http://127.0.0.1:9', tls: {}, presented: {} };
  const events = { onBytes: () => {}, onClose: () => {} };
  const opening = openChannel({ access, address: '/x', protocols: ['v4.channel.k8s.io'], events });
  await expect(opening).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
});

it('waits no longer than it may for an answer, and longer for what a command says', async () => {
  const { sandbox } = await start({});
  const access = { server: sandbox.url, tls: {}, presented: {} };
  const open = (command: readonly string[]) => {
    const ended = Promise.withResolvers<string>();
    let heard = '';
    const query = new URLSearchParams([...command.map((part): [string, string] => ['command', part]), ['stdout', 'true']]);
    const opening = openChannel({
      access,
      address: `/api/v1/namespaces/default/pods/one/exec?${query.toString()}`,
      protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
      events: {
        onBytes: (stream, bytes) => {
          if (stream === 1) heard += bytes.toString();
        },
        onClose: () => ended.resolve(heard),
      },
      timeoutMs: 3_000,
    });
    return { opening, ended: ended.promise };
  };
  const slow = open(['sh', '-c', 'sleep 3.3; echo late']);
  await slow.opening;
  expect(await slow.ended).toBe('late\n');
  sandbox.fail({ kind: 'delay', ms: 10_000 }, { times: 1 });
  await expect(open(['echo', 'hello']).opening).rejects.toMatchObject({ code: 'unreachable', effect: 'unknown' });
});
