import type { JsonObject } from '@lineclear/core/plugin';
import { skipWithout } from '@lineclear/testing';
import { kubectl, kubectlBinary } from '@lineclear/testing/kubernetes';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import kubernetes from '../../src/kubernetes/index.ts';
import { crashingImage, deploymentOf, podOf, seedShop, shop } from '../../src/kubernetes/test/shop.ts';
import { startKubernetes } from '../../src/kubernetes/test/start-kubernetes.ts';

/** One cluster that is asked by the tools and by the real kubectl. */
const start = async () => {
  const { callTool, sandbox } = await startKubernetes(kubernetes.tools.filter(({ kind }) => kind === 'read'));
  const { world } = sandbox;
  seedShop(sandbox);
  world.put(deploymentOf('cart', { replicas: 2 }));
  world.put(podOf('bad', { image: crashingImage, labels: { app: 'bad' }, containers: ['app', 'proxy'] }));
  const ask = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await kubectl({ args, sandbox, namespace: 'shop' });
    return {
      code,
      stdout,
      stderr,
      rows: stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/)),
    };
  };
  return { callTool, world, ask };
};

const withoutManagers = ({ metadata, ...object }: JsonObject): JsonObject => {
  const { managedFields: _fields, ...kept } = z.looseObject({}).parse(metadata);
  return z.record(z.string(), z.json()).parse({ ...object, metadata: kept });
};

const namesOf = (items: unknown): readonly string[] =>
  z
    .array(z.object({ name: z.string() }))
    .parse(items)
    .map(({ name }) => name);

describe.skipIf(skipWithout(kubectlBinary))('the same answer as the real kubectl', () => {
  it.each([
    ['deployment/cart', { ...shop, kind: 'Deployment', name: 'cart' }],
    ['pod/bad', { ...shop, kind: 'Pod', name: 'bad' }],
    ['node/node-1', { context: 'test', namespace: '-', kind: 'Node', name: 'node-1' }],
    ['namespace/shop', { context: 'test', namespace: '-', kind: 'Namespace', name: 'shop' }],
  ])('for get %s', async (object, input) => {
    const { callTool, ask } = await start();
    const { yaml, next_offset: next } = await callTool('k8s_get', input);
    expect(next).toBeNull();
    const { stdout } = await ask('get', object, '-o', 'json');
    expect(parse(String(yaml))).toEqual(withoutManagers(z.record(z.string(), z.json()).parse(JSON.parse(stdout))));
  });

  it.each([
    ['pods', 'Pod', {}],
    ['pods', 'Pod', { labels: 'app in (web,bad),app!=cart' }],
    ['pods', 'Pod', { fields: 'metadata.name!=bad' }],
    ['replicasets', 'ReplicaSet', { labels: 'app=cart' }],
    ['secrets', 'Secret', {}],
  ])('for get %s', async (plural, kind, narrowed: { labels?: string; fields?: string }) => {
    const { callTool, ask } = await start();
    const { items } = await callTool('k8s_list', { ...shop, kind, ...narrowed });
    const options = [
      ...(narrowed.labels === undefined ? [] : ['-l', narrowed.labels]),
      ...(narrowed.fields === undefined ? [] : ['--field-selector', narrowed.fields]),
    ];
    const { stdout } = await ask('get', plural, ...options, '-o', 'jsonpath={.items[*].metadata.name}');
    expect(namesOf(items)).toEqual(stdout.split(' '));
  });

  it('for describe pod', async () => {
    const { callTool, ask } = await start();
    const { containers, events } = await callTool('k8s_describe', { ...shop, kind: 'Pod', name: 'bad' });
    const { stdout } = await ask('describe', 'pod', 'bad');
    const said = (label: string) =>
      [...stdout.matchAll(new RegExp(String.raw`^ +${label}: +(.+)$`, 'gm'))].map(([, value = '']) => value.trim());
    const [reason, , lastCode] = [said('Reason'), said('State'), said('Exit Code')];
    expect(containers).toMatchObject(
      ['app', 'proxy'].map((name, index) => ({
        name,
        state: `waiting: ${reason[index * 2]}`,
        last_end: `ended: ${reason[index * 2 + 1]} (${lastCode[index]})`,
        ready: said('Ready')[index] === 'True',
        restarts: Number(said('Restart Count')[index]),
      })),
    );
    const messages = z.array(z.object({ message: z.string() })).parse(events);
    for (const { message } of messages) expect(stdout).toContain(message);
  });

  it.each([
    ['the last lines of each pod', { tail: 2 }, ['--tail=2']],
    ['what came later than a time', { since: '2026-01-31T08:00:01.999Z' }, ['--since-time=2026-01-31T08:00:02Z']],
  ])('for logs: %s', async (_title, asked, options) => {
    const { callTool, world, ask } = await start();
    const pods = world.list('Pod', 'shop').filter(({ metadata }) => metadata.labels?.['app'] === 'cart');
    pods.forEach(({ metadata: { name } }, index) =>
      world.log(
        { namespace: 'shop', pod: name, container: 'app' },
        [1, 2, 3].map((second) => ({
          timeMs: Date.parse(`2026-01-31T08:00:0${second}Z`) + index,
          text: `${name} says ${second}`,
        })),
      ),
    );
    const { log } = await callTool('k8s_logs', { ...shop, kind: 'Deployment', name: 'cart', ...asked });
    const { stdout } = await ask('logs', '-l', 'app=cart', '--timestamps', ...options);
    const ours = String(log)
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/ \S+ \| /, ' '));
    expect(ours).toEqual(stdout.trim().split('\n').toSorted());
  });

  it('for top', async () => {
    const { callTool, world, ask } = await start();
    world.use({ namespace: 'shop', pod: 'bad', container: 'proxy' }, { cpu: '123456789n', memory: '300Mi' });
    const amounts = z.array(z.looseObject({ name: z.string(), cpu_m: z.int(), memory_mib: z.int() }));
    const { items } = await callTool('k8s_top', { ...shop, kind: 'Pod' });
    const ours = amounts.parse(items).map(({ name, cpu_m: cpu, memory_mib: memory }) => `${name} ${cpu}m ${memory}Mi`);
    const lines = async (what: string) => (await ask('top', what, '--no-headers')).rows.map((row) => row.join(' ')).toSorted();
    expect(ours.toSorted()).toEqual(await lines('pods'));
    const { items: nodes } = await callTool('k8s_top', { context: 'test', namespace: '-', kind: 'Node' });
    const ofNodes = amounts
      .parse(nodes)
      .map(
        ({ name, cpu_m: cpu, cpu_percent: cpuPercent, memory_mib: memory, memory_percent: memoryPercent }) =>
          `${name} ${cpu}m ${String(cpuPercent)}% ${memory}Mi ${String(memoryPercent)}%`,
      );
    expect(ofNodes.toSorted()).toEqual(await lines('nodes'));
  });

  it('for rollout history', async () => {
    const { callTool, world, ask } = await start();
    world.put(deploymentOf('cart', { replicas: 2, image: 'registry.example/app:2' }));
    world.put(deploymentOf('cart', { replicas: 2 }));
    const { revisions } = await callTool('k8s_rollout_history', { ...shop, kind: 'Deployment', name: 'cart' });
    const numbers = z
      .array(z.object({ revision: z.int() }))
      .parse(revisions)
      .map(({ revision }) => String(revision));
    const { rows } = await ask('rollout', 'history', 'deployment/cart');
    expect(numbers.toReversed()).toEqual(rows.slice(2).map(([number]) => number));
    const { stdout } = await ask('rollout', 'history', 'deployment/cart', '--revision=2');
    expect(stdout).toContain('registry.example/app:2');
    expect(revisions).toMatchObject([{ revision: 3 }, { revision: 2, images: { app: 'registry.example/app:2' } }]);
  });

  it('for rollout status', async () => {
    const { callTool, world, ask } = await start();
    const status = () => callTool('k8s_rollout_status', { ...shop, kind: 'Deployment', name: 'cart' });
    expect((await ask('rollout', 'status', 'deployment/cart', '--watch=false')).stdout).toContain('successfully rolled out');
    expect(await status()).toMatchObject({ state: 'complete' });
    world.put(deploymentOf('cart', { replicas: 2, image: crashingImage }));
    const [, updated, desired] =
      /(\d+) out of (\d+) new replicas/.exec((await ask('rollout', 'status', 'deployment/cart', '--watch=false')).stdout) ?? [];
    expect(await status()).toMatchObject({ state: 'progressing', updated: Number(updated), desired: Number(desired) });
  });

  it.each([
    ['create', 'pods', 'exec'],
    ['delete', 'deployments.apps', undefined],
  ])('for auth can-i %s %s', async (verb, plural, subresource) => {
    const { callTool, ask } = await start();
    const kind = plural === 'pods' ? 'Pod' : 'Deployment';
    const { allowed } = await callTool('k8s_can_i', {
      ...shop,
      verb,
      kind,
      ...(subresource === undefined ? {} : { subresource }),
    });
    const { stdout } = await ask('auth', 'can-i', verb, subresource === undefined ? plural : `${plural}/${subresource}`);
    expect(allowed).toBe(stdout.trim() === 'yes');
  });
});
