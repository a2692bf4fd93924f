import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { expect, it } from 'vitest';
import { openShop, web, workload } from '../../test/web.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sScale } from './k8s-scale.ts';

const start = async () => {
  const started = await startKubernetes([k8sScale]);
  openShop(started.sandbox);
  const replicas = () => started.sandbox.world.get('Deployment', 'web', 'shop')?.['spec'];
  return { ...started, replicas };
};
const path = 'PATCH /apis/apps/v1/namespaces/shop/deployments/web/scale?fieldManager=lineclear';

it('says how many pods there are and how to go back, and sends nothing', async () => {
  const { previewTool, sent } = await start();
  expect(await previewTool('k8s_scale', { ...web, replicas: 5 })).toMatchObject({
    description: 'Scale Deployment "web" in "shop" of "test" (test, tier development) from 3 to 5 pods.',
    details: { context: 'test', tier: 'development', reversible: true, undo: 'k8s_scale to 3' },
    risk: 'reversible',
  });
  expect(sent()).toEqual([]);
});

it('scales once, for the version that was previewed', async () => {
  const { confirmTool, sent, replicas } = await start();
  const { outcome } = await confirmTool('k8s_scale', { ...web, replicas: 5 });
  expect(outcome).toMatchObject({ status: 'executed', result: { replicas: 5, before: 3 } });
  expect(replicas()).toMatchObject({ replicas: 5 });
  expect(sent()).toEqual([path]);
});

it('warns of an autoscaler and of a workload that stops', async () => {
  const { previewTool, sandbox } = await start();
  sandbox.world.put({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 9 },
  });
  const { warnings } = await previewTool('k8s_scale', { ...web, replicas: 0 });
  expect(warnings).toEqual(['Nothing of it runs then.', 'The autoscaler "web" keeps it at 2 to 9 pods and will scale it again.']);
});

it('asks a person where the volumes of pods go with them', async () => {
  const { previewTool, sandbox } = await start();
  const spec = { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' } };
  sandbox.world.put(workload({ kind: 'StatefulSet', name: 'db', spec }));
  const preview = await previewTool('k8s_scale', { ...web, kind: 'StatefulSet', name: 'db', replicas: 1 });
  expect(preview).toMatchObject({ risk: 'destructive', approval: { required: 'client' } });
  expect(preview['warnings']).toEqual([expect.stringContaining('deleted with their data')]);
});

it.each([
  ['somebody scaled it', { replicas: 4 }, 'stale'],
  ['somebody changed its image', { image: 'shop/web:2' }, 'executed'],
])('where %s meanwhile, it is %s', async (_, change, end) => {
  const { previewTool, answer, sandbox, sent } = await start();
  await previewTool('k8s_scale', { ...web, replicas: 5 });
  sandbox.world.put(workload(change));
  const confirmed = await answer('k8s_scale', { ...web, replicas: 5, confirm: true });
  expect(confirmed).toMatchObject(end === 'stale' ? { error: { code: 'stale' } } : { value: { status: end } });
  expect(sent()).toHaveLength(end === 'stale' ? 0 : 1);
});

it.each([
  ['502', kubernetesFaults.badGateway({ afterEffect: true }), 'executed'],
  ['cut connection', kubernetesFaults.lostAnswer(), 'executed'],
  ['connection that was cut before', kubernetesFaults.cut(), 'unknown_outcome'],
])('after a %s finds out what happened, and sends nothing again', async (_, fault, end) => {
  const { previewTool, answer, sandbox, sent } = await start();
  await previewTool('k8s_scale', { ...web, replicas: 5 });
  sandbox.fail(fault, { method: 'PATCH', times: 1 });
  const confirmed = await answer('k8s_scale', { ...web, replicas: 5, confirm: true });
  expect(confirmed).toMatchObject(
    end === 'executed' ? { value: { status: 'executed', result: { replicas: 5, before: 3 } } } : { error: { code: end } },
  );
  expect(sent()).toHaveLength(1);
});

it('refuses where there is nothing to do', async () => {
  const { answer } = await start();
  expect(await answer('k8s_scale', { ...web, replicas: 3 })).toMatchObject({
    error: { code: 'conflict', details: { reason: 'unchanged' } },
  });
});
