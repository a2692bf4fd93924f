import { expect, it } from 'vitest';
import { seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sGet } from './k8s-get.ts';

const start = async () => {
  const started = await startKubernetes([k8sGet]);
  seedShop(started.sandbox);
  return started;
};
const node = { context: 'test', namespace: '-', kind: 'Node', name: 'node-1' };

it('shows one object as YAML, or a part of it', async () => {
  const { callTool } = await start();
  expect(await callTool('k8s_get', { ...node, path: ['status', 'capacity'] })).toMatchObject({
    api_version: 'v1',
    yaml: 'cpu: "4"\nmemory: 8Gi\npods: "110"\n',
    next_offset: null,
    untrusted: true,
  });
  expect((await callTool('k8s_get', { ...node, path: ['status', 'addresses', '0', 'type'] }))['yaml']).toBe('InternalIP\n');
  await expect(callTool('k8s_get', { ...node, path: ['status', 'constructor'] })).rejects.toMatchObject({
    code: 'not_found',
    details: { reason: 'no_part' },
  });
});

it('shows a large object in parts', async () => {
  const { callTool, sandbox } = await start();
  const text = Array.from({ length: 4_000 }, (_, index) => `line ${index}`).join('\n');
  sandbox.world.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large', namespace: 'shop' }, data: { text } });
  const large = { ...shop, kind: 'ConfigMap', name: 'large', path: ['data', 'text'] };
  const parts: string[] = [];
  for (let offset: unknown = 0; typeof offset === 'number';) {
    // oxlint-disable-next-line no-await-in-loop -- a part says where the next one begins
    const { yaml, next_offset: next } = await callTool('k8s_get', { ...large, offset });
    parts.push(String(yaml));
    offset = next;
  }
  expect(parts.length).toBe(2);
  expect(parts.join('')).toContain('line 0\n');
  expect(parts.join('')).toContain('line 3999');
});

it('leaves out who manages which field', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain', namespace: 'shop' }, data: { a: 'b' } });
  expect(JSON.stringify(sandbox.world.get('ConfigMap', 'plain', 'shop'))).toContain('managedFields');
  expect((await callTool('k8s_get', { ...shop, kind: 'ConfigMap', name: 'plain' }))['yaml']).not.toContain('managedFields');
});
