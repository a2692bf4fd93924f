import type { JsonObject } from '@lineclear/core/plugin';
import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { expect, it } from 'vitest';
import { openShop, web, workload } from '../../test/web.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sPatch } from './k8s-patch.ts';

const start = async () => {
  const started = await startKubernetes([k8sPatch]);
  openShop(started.sandbox);
  const { sandbox, sent } = started;
  const writes = () => sent().filter((line) => !line.includes('dryRun=All'));
  return { ...started, world: sandbox.world, writes };
};

const image = { spec: { template: { spec: { containers: [{ name: 'web', image: 'shop/web:2' }] } } } };
const strategic = { ...web, type: 'strategic', patch: image };

it.each<[string, JsonObject]>([
  ['strategic', strategic],
  ['merge', { ...web, type: 'merge', patch: { metadata: { labels: { tier: 'front' } }, spec: { minReadySeconds: 5 } } }],
  ['json', { ...web, type: 'json', patch: [{ op: 'replace', path: '/spec/minReadySeconds', value: 5 }] }],
  [
    'json without annotations',
    {
      ...web,
      type: 'json',
      patch: [
        { op: 'add', path: '/metadata/annotations', value: {} },
        { op: 'add', path: '/spec/minReadySeconds', value: 5 },
      ],
    },
  ],
])('applies a %s patch to the version that was previewed, with its plan', async (_, input) => {
  const { previewTool, callTool, world, writes } = await start();
  world.put(workload({ spec: { minReadySeconds: 1 } }));
  const preview = await previewTool('k8s_patch', input);
  expect(preview).toMatchObject({
    description: 'Patch Deployment "web" in "shop" of "test" (test, tier development).',
    risk: 'reversible',
  });
  expect(preview['changes']).toContain('@@');
  const outcome = await callTool('k8s_patch', { ...input, confirm: true });
  expect(outcome).toMatchObject({ status: 'executed', result: { resource_version: expect.any(String) } });
  expect(world.get('Deployment', 'web', 'shop')?.metadata.annotations).toHaveProperty(['lineclear.dev/plan']);
  expect(writes()).toEqual(['PATCH /apis/apps/v1/namespaces/shop/deployments/web?fieldManager=lineclear']);
});

it('keeps the containers that a strategic patch does not name, shows the diff and warns of the rollout', async () => {
  const { previewTool, confirmTool, world } = await start();
  const preview = await previewTool('k8s_patch', strategic);
  expect(preview['changes']).toMatch(/-\s+image: shop\/web:1\n\+\s+image: shop\/web:2/);
  expect(preview['warnings']).toEqual([expect.stringContaining('pods are replaced')]);
  await confirmTool('k8s_patch', strategic);
  const spec = { template: { spec: { containers: [{ image: 'shop/web:2', env: [{ name: 'API_TOKEN' }] }] } } };
  expect(world.get('Deployment', 'web', 'shop')).toMatchObject({ spec });
});

it.each<[string, JsonObject, string]>([
  ['operations that are no json patch', { type: 'merge', patch: [{ op: 'remove', path: '/spec' }] }, 'invalid_input'],
  ['a Secret', { kind: 'Secret', type: 'merge', patch: { data: { a: 'eA==' } } }, 'unsupported'],
  ['what changes nothing', { type: 'merge', patch: { spec: { replicas: 3 } } }, 'conflict'],
  ['a test that fails', { type: 'json', patch: [{ op: 'test', path: '/spec/replicas', value: 9 }] }, 'invalid_input'],
])('refuses %s', async (_, change, code) => {
  const { answer, writes } = await start();
  expect(await answer('k8s_patch', { ...web, ...change })).toMatchObject({ error: { code } });
  expect(writes()).toEqual([]);
});

it('is stale for another state, and not for what controllers report', async () => {
  const { previewTool, answer, world, writes } = await start();
  const confirm = () => answer('k8s_patch', { ...strategic, confirm: true });
  await previewTool('k8s_patch', strategic);
  world.put(workload({ replicas: 4 }));
  expect(await confirm()).toMatchObject({ error: { code: 'stale' } });
  expect(writes()).toEqual([]);
  const { metadata: _, ...reported } = world.get('Deployment', 'web', 'shop') ?? {};
  expect(reported).toHaveProperty('status');
  expect(await confirm()).toMatchObject({ value: { status: 'executed' } });
});

it.each([
  ['502', kubernetesFaults.badGateway({ afterEffect: true })],
  ['cut connection', kubernetesFaults.lostAnswer()],
])('after a %s finds its plan on the object', async (_, fault) => {
  const { previewTool, answer, sandbox, writes } = await start();
  await previewTool('k8s_patch', strategic);
  sandbox.fail(fault, { method: 'PATCH', times: 1, accepts: ({ url }) => !url.includes('dryRun') });
  const confirmed = await answer('k8s_patch', { ...strategic, confirm: true });
  expect(confirmed).toMatchObject({ value: { status: 'executed', result: { resource_version: expect.any(String) } } });
  expect(writes()).toHaveLength(1);
});
