import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { describe, expect, it } from 'vitest';
import { crashingImage, deploymentOf, podOf, seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sList } from './k8s-list.ts';

const start = async (settings = {}) => {
  const started = await startKubernetes([k8sList], { settings });
  seedShop(started.sandbox);
  return started;
};
const pods = { ...shop, kind: 'Pod' };

it('lists a kind without namespaces in one row each', async () => {
  const { callTool, sandbox } = await start();
  sandbox.clear();
  expect(await callTool('k8s_list', { context: 'test', namespace: '-', kind: 'Node' })).toMatchObject({
    api_version: 'v1',
    kind: 'Node',
    items: [
      { name: 'node-1', ready: true },
      { name: 'node-2', ready: true },
    ],
    next_cursor: null,
    remaining: 0,
    untrusted: true,
  });
  expect(sandbox.sent()).toEqual(['GET /api/v1', 'GET /api/v1/nodes?limit=100']);
});

it('lists pods as kubectl shows them, page by page', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put(podOf('web-2', { image: crashingImage }));
  sandbox.world.put(podOf('worker', { labels: { app: 'worker' }, containers: ['app', 'proxy'] }));
  const first = await callTool('k8s_list', { ...pods, limit: 2 });
  expect(first).toMatchObject({
    items: [
      { name: 'web-1', namespace: 'shop', status: 'Running', ready: '1/1', restarts: 0, node: 'node-1' },
      { name: 'web-2', status: 'CrashLoopBackOff', ready: '0/1', restarts: 5 },
    ],
    remaining: 1,
  });
  const { next_cursor: cursor } = first;
  expect(await callTool('k8s_list', { ...pods, limit: 2, cursor: String(cursor) })).toMatchObject({
    items: [{ name: 'worker', ready: '2/2' }],
    next_cursor: null,
  });
  sandbox.compact();
  await expect(callTool('k8s_list', { ...pods, limit: 2, cursor: String(cursor) })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason: 'cursor_expired' },
  });
});

it('narrows a list by labels and fields, which stay one value of the query each', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put(podOf('worker', { labels: { app: 'worker' } }));
  const found = await callTool('k8s_list', { ...pods, labels: 'app in (worker,none)', fields: 'metadata.name=worker' });
  expect(found['items']).toMatchObject([{ name: 'worker' }]);
  sandbox.clear();
  await callTool('k8s_list', { ...pods, labels: 'app=web&watch=true' }).catch(() => undefined);
  expect(sandbox.requests.map(({ query }) => query['watch'])).toEqual([undefined]);
});

describe('kinds', () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'carts.shop.example.com' },
    spec: {
      group: 'shop.example.com',
      scope: 'Namespaced',
      names: { plural: 'carts', singular: 'cart', kind: 'Cart', listKind: 'CartList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };

  it('finds one of its own group with one question', async () => {
    const { callTool, sandbox } = await start();
    sandbox.world.put(deploymentOf('cart'));
    sandbox.clear();
    const listed = await callTool('k8s_list', { ...shop, kind: 'Deployment' });
    expect(listed).toMatchObject({
      api_version: 'apps/v1',
      items: [{ name: 'cart', ready: '2/2', images: 'registry.example/app:1' }],
    });
    expect(sandbox.sent()).toEqual(['GET /apis/apps/v1', 'GET /apis/apps/v1/namespaces/shop/deployments?limit=100']);
  });

  it('finds a custom one once it is there, and remembers it', async () => {
    const { callTool, sandbox } = await start();
    await expect(callTool('k8s_list', { ...shop, kind: 'Cart' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'no_kind' },
    });
    sandbox.world.put(crd);
    const listed = () => callTool('k8s_list', { ...shop, kind: 'Cart', api_version: 'shop.example.com/v1' });
    expect(await listed()).toMatchObject({ api_version: 'shop.example.com/v1', items: [] });
    sandbox.clear();
    await listed();
    expect(sandbox.sent()).toEqual(['GET /apis/shop.example.com/v1/namespaces/shop/carts?limit=100']);
  });

  it.each([
    ['a kind with namespaces', { ...shop, namespace: '-', kind: 'Pod' }],
    ['a kind without namespaces', { ...shop, kind: 'Node' }],
  ])('refuses a place that policy would judge wrongly: %s', async (_title, input) => {
    const { callTool } = await start();
    await expect(callTool('k8s_list', input)).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'scope' } });
  });

  it.each(['pod', 'pods', 'po', 'Pods/log', '../secrets'])('takes no other spelling: %s', async (kind) => {
    const { callTool } = await start();
    await expect(callTool('k8s_list', { ...shop, kind })).rejects.toMatchObject({
      code: expect.stringMatching(/invalid_input|not_found/),
    });
  });
});

describe('reach', () => {
  it.each([
    ['other', '*'],
    ['production', 'shop'],
  ])('is the contexts of the profile alone: %s', async (context, namespace) => {
    const { callTool, sandbox } = await start();
    await expect(callTool('k8s_list', { context, namespace, kind: 'Pod' })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'context' },
    });
    expect(sandbox.sent()).toEqual([]);
  });

  const named = { namespaces: ['shop', 'shop-*'] };

  it.each(['shop', 'shop-eu'])('is the namespaces that the profile names: %s', async (namespace) => {
    const { callTool } = await start(named);
    expect(await callTool('k8s_list', { context: 'test', namespace, kind: 'Pod' })).toMatchObject({ kind: 'Pod' });
  });

  it.each([
    ['workshop', 'Pod'],
    ['kube-system', 'Pod'],
    ['*', 'Pod'],
    ['-', 'Node'],
  ])('is no other namespace then: %s', async (namespace, kind) => {
    const { callTool, sandbox } = await start(named);
    await expect(callTool('k8s_list', { context: 'test', namespace, kind })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'namespace' },
    });
    expect(sandbox.sent()).toEqual([]);
  });
});

it.each([
  ['cut', kubernetesFaults.truncated(), 'unreachable'],
  ['of a proxy', kubernetesFaults.html(), 'upstream_error'],
  ['of a broken server', kubernetesFaults.internal(), 'upstream_error'],
  ['of a busy server', kubernetesFaults.busy(), 'rate_limited'],
])('says what is wrong with an answer %s', async (_title, fault, code) => {
  const { callTool, sandbox } = await start();
  await callTool('k8s_list', pods);
  sandbox.fail(fault, { method: 'GET' });
  await expect(callTool('k8s_list', pods)).rejects.toMatchObject({ code });
});
