import { expect, it } from 'vitest';
import { crashingImage, deploymentOf, podOf, seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sDescribe } from './k8s-describe.ts';

const start = async () => {
  const started = await startKubernetes([k8sDescribe]);
  seedShop(started.sandbox);
  return started;
};

it('says how a pod is, why, and what happened to it', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put(podOf('web-2', { image: crashingImage }));
  expect(await callTool('k8s_describe', { ...shop, kind: 'Pod', name: 'web-2' })).toMatchObject({
    summary: { name: 'web-2', status: 'CrashLoopBackOff', ready: '0/1' },
    labels: { app: 'web' },
    conditions: expect.arrayContaining([{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }]),
    containers: [{ name: 'app', state: 'waiting: CrashLoopBackOff', ready: false, last_end: 'ended: Error (1)' }],
    events: expect.arrayContaining([expect.objectContaining({ type: 'Warning', reason: 'BackOff' })]),
    untrusted: true,
  });
});

it('shows the pods of a workload with what is wrong with them', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put(deploymentOf('cart', { replicas: 2, image: crashingImage }));
  const { pods, more_pods: more } = await callTool('k8s_describe', { ...shop, kind: 'Deployment', name: 'cart' });
  expect(more).toBe(false);
  expect(pods).toMatchObject(
    [1, 2].map(() => ({
      status: 'CrashLoopBackOff',
      problems: [expect.stringMatching(/^app: waiting: CrashLoopBackOff, back-off.*, before that ended: Error \(1\)$/)],
    })),
  );
});

it('says that there is nothing of that name', async () => {
  const { callTool } = await start();
  await expect(callTool('k8s_describe', { ...shop, kind: 'Pod', name: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
});
