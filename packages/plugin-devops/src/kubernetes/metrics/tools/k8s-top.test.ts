import { expect, it } from 'vitest';
import { podOf, seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sTop } from './k8s-top.ts';

const start = async (options = {}) => {
  const started = await startKubernetes([k8sTop], options);
  seedShop(started.sandbox);
  started.sandbox.world.put(podOf('web-2', { containers: ['app', 'proxy'] }));
  return started;
};

it('shows what pods use, the most first', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.use({ namespace: 'shop', pod: 'web-2', container: 'app' }, { cpu: '333m', memory: '256Mi' });
  sandbox.world.use({ namespace: 'shop', pod: 'web-1', container: 'app' }, { cpu: '1234567n', memory: '1Gi' });
  expect(await callTool('k8s_top', { ...shop, kind: 'Pod', containers: true })).toEqual({
    items: [
      {
        name: 'web-2',
        namespace: 'shop',
        cpu_m: 343,
        memory_mib: 320,
        containers: [
          { name: 'app', cpu_m: 333, memory_mib: 256 },
          { name: 'proxy', cpu_m: 10, memory_mib: 64 },
        ],
      },
      { name: 'web-1', namespace: 'shop', cpu_m: 2, memory_mib: 1024, containers: [{ name: 'app', cpu_m: 2, memory_mib: 1024 }] },
    ],
    left_out: 0,
  });
  const byMemory = await callTool('k8s_top', { ...shop, kind: 'Pod', sort: 'memory', limit: 1 });
  expect(byMemory).toEqual({ items: [{ name: 'web-1', namespace: 'shop', cpu_m: 2, memory_mib: 1024 }], left_out: 1 });
});

it('shows how much of each node is used', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.use({ namespace: 'shop', pod: 'web-1', container: 'app' }, { cpu: '1', memory: '2Gi' });
  const { items } = await callTool('k8s_top', { context: 'test', namespace: '-', kind: 'Node' });
  expect(items).toHaveLength(2);
  expect(items).toMatchObject([{ cpu_percent: 25, memory_percent: expect.any(Number) }, { cpu_percent: 0 }]);
});

it('says that a cluster measures nothing', async () => {
  const { callTool } = await start({ hasMetrics: false });
  await expect(callTool('k8s_top', { ...shop, kind: 'Pod' })).rejects.toMatchObject({
    code: 'unsupported',
    details: { reason: 'no_metrics' },
  });
});
