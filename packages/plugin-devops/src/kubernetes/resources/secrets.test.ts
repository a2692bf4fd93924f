import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { k8sEvents } from '../events/tools/k8s-events.ts';
import { password, seedShop, shop } from '../test/shop.ts';
import { startKubernetes } from '../test/start-kubernetes.ts';
import { k8sDescribe } from './tools/k8s-describe.ts';
import { k8sGet } from './tools/k8s-get.ts';
import { k8sList } from './tools/k8s-list.ts';

const start = async (settings = {}) => {
  const started = await startKubernetes([k8sGet, k8sList, k8sDescribe, k8sEvents], { settings });
  seedShop(started.sandbox);
  return started;
};

it('shows the keys of a Secret with the length and a digest of each value', async () => {
  const { callTool } = await start();
  const { yaml } = await callTool('k8s_get', { ...shop, kind: 'Secret', name: 'db' });
  expect(yaml).toMatch(/password: "\[21 bytes, digest [0-9a-f]{10}\]/);
  expect(yaml).toMatch(/user: "\[4 bytes, digest [0-9a-f]{10}\]/);
  expect(yaml).toContain('type: Opaque');
  expect(yaml).not.toContain('last-applied');
});

it('gives equal values equal digests, which nobody can make without the key', async () => {
  const { callTool } = await start();
  const { yaml } = await callTool('k8s_get', { ...shop, kind: 'Secret', name: 'db' });
  const [digest = 'none'] = /\[21 bytes, digest [0-9a-f]{10}\]/.exec(String(yaml)) ?? [];
  const { yaml: pod } = await callTool('k8s_get', { ...shop, kind: 'Pod', name: 'web-1' });
  expect(String(pod).split(digest).length - 1).toBe(6);
  const plain = createHash('sha256').update(password).digest('hex');
  expect(plain).not.toContain(digest.slice('[21 bytes, digest '.length, -1));
});

it('has the value of a Secret in no answer', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'web-1.1', namespace: 'shop' },
    involvedObject: { kind: 'Pod', name: 'web-1', namespace: 'shop' },
    type: 'Warning',
    reason: 'Failed',
    message: `cannot reach postgres://shop:${password}@db with DB_PASSWORD=${password}`,
  });
  const answers = [
    await callTool('k8s_list', { ...shop, kind: 'Secret' }),
    await callTool('k8s_list', { context: 'test', namespace: '*', kind: 'Secret' }),
    await callTool('k8s_describe', { ...shop, kind: 'Secret', name: 'db' }),
    await callTool('k8s_get', { ...shop, kind: 'Secret', name: 'db', path: ['data', 'password'] }),
    await callTool('k8s_get', { ...shop, kind: 'Secret', name: 'db', path: ['metadata'] }),
    await callTool('k8s_get', { ...shop, kind: 'ConfigMap', name: 'settings' }),
    await callTool('k8s_describe', { ...shop, kind: 'ConfigMap', name: 'settings' }),
    await callTool('k8s_get', { ...shop, kind: 'Pod', name: 'web-1' }),
    await callTool('k8s_describe', { ...shop, kind: 'Pod', name: 'web-1' }),
    await callTool('k8s_events', { ...shop }),
  ].map((answer) => JSON.stringify(answer));
  for (const answer of answers) {
    expect(answer).not.toContain(password);
    expect(answer).not.toContain(Buffer.from(password).toString('base64'));
  }
  expect(answers[0]).toContain('"keys":["password","user"]');
  expect(answers[5]).toContain('colour=blue');
  expect(answers[9]).toContain('cannot reach postgres://shop:[21 bytes, digest');
});

it('shows no value of the kinds that the profile names', async () => {
  const { callTool, sandbox } = await start({ secret_kinds: ['ConfigMap'] });
  sandbox.clear();
  const { yaml } = await callTool('k8s_get', { ...shop, kind: 'ConfigMap', name: 'settings' });
  expect(yaml).toMatch(/app\.properties: "\[12 bytes, digest/);
  expect(yaml).not.toContain('blue');
  expect((await callTool('k8s_list', { ...shop, kind: 'ConfigMap' }))['items']).toMatchObject([{ name: 'settings' }]);
});
