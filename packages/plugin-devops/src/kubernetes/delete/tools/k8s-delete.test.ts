import type { JsonObject } from '@lineclear/core/plugin';
import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { expect, it } from 'vitest';
import { openShop, ticketOf, web, workload } from '../../test/web.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sDelete } from './k8s-delete.ts';

const start = async () => {
  const started = await startKubernetes([k8sDelete]);
  openShop(started.sandbox);
  return { ...started, world: started.sandbox.world };
};

const input = { ...web, propagation: 'Background' };

it('shows what goes with it, and deletes the version that was previewed', async () => {
  const { previewTool, callTool, world, sandbox, sent } = await start();
  const preview = await previewTool('k8s_delete', input);
  expect(preview).toMatchObject({
    description: 'Delete Deployment "web" in "shop" of "test" (test, tier development) and 4 more.',
    risk: 'destructive',
    details: { propagation: 'Background', reversible: false, undo: null },
  });
  expect(preview['changes']).toEqual([
    expect.stringMatching(/^- ReplicaSet "web-/),
    ...Array.from({ length: 3 }, () => expect.stringMatching(/^- Pod "web-/)),
  ]);
  const outcome = await callTool('k8s_delete', { ...input, confirm: true });
  expect(outcome).toMatchObject({ status: 'executed', result: { gone: true } });
  expect([world.list('Deployment', 'shop'), world.list('ReplicaSet', 'shop'), world.list('Pod', 'shop')]).toEqual([[], [], []]);
  expect(sent()).toEqual(['DELETE /apis/apps/v1/namespaces/shop/deployments/web']);
  const { uid } = JSON.parse(JSON.stringify(preview['before'])).metadata;
  const body = sandbox.unsafe()[0]?.json;
  expect(body).toMatchObject({ propagationPolicy: 'Background', preconditions: { uid, resourceVersion: expect.any(String) } });
});

it('says what stays without an owner', async () => {
  const { previewTool, callTool, world } = await start();
  const orphan = { ...input, propagation: 'Orphan' };
  const preview = await previewTool('k8s_delete', orphan);
  expect(preview['warnings']).toEqual([expect.stringContaining('4 objects that it owns stay')]);
  await callTool('k8s_delete', { ...orphan, confirm: true });
  expect(world.list('Pod', 'shop')).toHaveLength(3);
});

it('asks a person outside of the model’s reach about a namespace, and counts what is in it', async () => {
  const { previewTool, approve, callTool, world } = await start();
  const namespace = { context: 'test', namespace: '-', kind: 'Namespace', name: 'shop', propagation: 'Background' };
  const preview = await previewTool('k8s_delete', namespace);
  expect(preview).toMatchObject({ approval: { required: 'human' } });
  expect(preview['warnings']).toEqual([expect.stringMatching(/Everything in the namespace.*3 Pod.*1 Deployment/)]);
  await approve(ticketOf(preview));
  await callTool('k8s_delete', { ...namespace, confirm: true });
  expect(world.get('Deployment', 'web', 'shop')).toBeUndefined();
});

it('shows the keys of a Secret and not its values', async () => {
  const { previewTool, world } = await start();
  const metadata = { name: 'db', namespace: 'shop' };
  world.put({ apiVersion: 'v1', kind: 'Secret', metadata, data: { password: btoa('open-sesame-9') } });
  const preview = await previewTool('k8s_delete', { ...input, kind: 'Secret', name: 'db' });
  expect(preview).toMatchObject({ approval: { required: 'human' }, before: { data: { password: expect.any(String) } } });
  expect(JSON.stringify(preview)).not.toMatch(/open-sesame|b3Blbi1zZXNhbWUtOQ/);
});

it.each<[string, JsonObject]>([
  ['changed', workload({ image: 'shop/web:2' })],
  ['made anew', workload()],
])('is stale for an object that was %s', async (how, manifest) => {
  const { previewTool, answer, world, sent } = await start();
  await previewTool('k8s_delete', input);
  if (how === 'made anew') world.remove('Deployment', 'web', 'shop');
  world.put(manifest);
  expect(await answer('k8s_delete', { ...input, confirm: true })).toMatchObject({ error: { code: 'stale' } });
  expect(sent()).toEqual([]);
});

it('tells that it waits for finalizers', async () => {
  const { previewTool, callTool, world } = await start();
  const metadata = { name: 'kept', namespace: 'shop', finalizers: ['example.com/archive'] };
  world.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {} });
  const kept = { ...input, kind: 'ConfigMap', name: 'kept' };
  const preview = await previewTool('k8s_delete', kept);
  expect(preview['warnings']).toEqual([expect.stringContaining('"example.com/archive"')]);
  expect(await callTool('k8s_delete', { ...kept, confirm: true })).toMatchObject({ result: { gone: false } });
});

it.each([
  ['502', kubernetesFaults.badGateway({ afterEffect: true }), 'executed'],
  ['cut connection', kubernetesFaults.lostAnswer(), 'executed'],
  ['connection that was cut before', kubernetesFaults.cut(), 'unknown_outcome'],
])('after a %s looks whether it is gone, and sends nothing again', async (_, fault, end) => {
  const { previewTool, answer, sandbox, sent } = await start();
  await previewTool('k8s_delete', input);
  sandbox.fail(fault, { method: 'DELETE', times: 1 });
  const confirmed = await answer('k8s_delete', { ...input, confirm: true });
  expect(confirmed).toMatchObject(
    end === 'executed' ? { value: { status: 'executed', result: { gone: true } } } : { error: { code: end } },
  );
  expect(sent()).toHaveLength(1);
});
