import { expect, it } from 'vitest';
import { crashingImage, deploymentOf, seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sRolloutHistory } from './k8s-rollout-history.ts';
import { k8sRolloutStatus } from './k8s-rollout-status.ts';

const start = async () => {
  const started = await startKubernetes([k8sRolloutStatus, k8sRolloutHistory]);
  seedShop(started.sandbox);
  return { ...started, world: started.sandbox.world };
};
const cart = { ...shop, kind: 'Deployment', name: 'cart' };

it('says that a rollout is complete, with one question', async () => {
  const { callTool, sandbox, world } = await start();
  world.put(deploymentOf('cart', { replicas: 2 }));
  sandbox.clear();
  expect(await callTool('k8s_rollout_status', { ...cart, wait_s: 50 })).toMatchObject({
    state: 'complete',
    message: 'It is rolled out.',
    desired: 2,
    updated: 2,
    ready: 2,
    available: 2,
    revision: '1',
    stuck: [],
    warnings: [],
  });
  expect(sandbox.sent()).toHaveLength(2);
});

it('says why a rollout does not go on', async () => {
  const { callTool, world } = await start();
  world.put(deploymentOf('cart', { replicas: 2 }));
  world.put(deploymentOf('cart', { replicas: 2, image: crashingImage }));
  expect(await callTool('k8s_rollout_status', { ...cart, wait_s: 1 })).toMatchObject({
    state: 'progressing',
    desired: 2,
    available: 2,
    revision: '2',
    stuck: [{ status: 'CrashLoopBackOff', problems: [expect.stringContaining('back-off')] }],
    untrusted: true,
  });
});

it('waits for the end of a rollout, and tells how far it is', async () => {
  const { composition, caller, sandbox, world } = await start();
  world.put(deploymentOf('cart', { replicas: 2, image: crashingImage }));
  const told: string[] = [];
  const answer = await composition.call({
    tool: 'k8s_rollout_status',
    args: { ...cart, wait_s: 30 },
    caller,
    asking: { mode: 'none' },
    signal: new AbortController().signal,
    progress: ({ message = '' }) => {
      told.push(message);
      // What was wrong is put right as soon as it is told.
      world.behave(crashingImage, undefined);
    },
  });
  expect(answer).toMatchObject({ kind: 'value', value: { state: 'complete', available: 2 } });
  expect(told[0]).toBe('0 of 2 new pods are available.');
  expect(sandbox.unsafe()).toEqual([]);
});

it('lists revisions with their images and causes, the newest first', async () => {
  const { callTool, world } = await start();
  world.put(deploymentOf('cart'));
  const next = deploymentOf('cart', { image: 'registry.example/app:2' });
  world.put({
    ...next,
    metadata: { name: 'cart', namespace: 'shop', annotations: { 'kubernetes.io/change-cause': 'release 2' } },
  });
  expect(await callTool('k8s_rollout_history', cart)).toMatchObject({
    revisions: [
      { revision: 2, images: { app: 'registry.example/app:2' }, change_cause: 'release 2', pods: 2 },
      { revision: 1, images: { app: 'registry.example/app:1' }, pods: 0 },
    ],
    left_out: 0,
  });
  expect(await callTool('k8s_rollout_history', { ...cart, limit: 1 })).toMatchObject({
    revisions: [{ revision: 2 }],
    left_out: 1,
  });
});
