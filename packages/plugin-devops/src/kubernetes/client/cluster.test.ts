import { writeFile } from 'node:fs/promises';
import { definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { kubernetesFaults, startKubernetesSandbox } from '@lineclear/testing/kubernetes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { k8sLogs } from '../pods/tools/k8s-logs.ts';
import { k8sList } from '../resources/tools/k8s-list.ts';
import { seedShop, shop } from '../test/shop.ts';
import { startKubernetes, writeKubeconfig } from '../test/start-kubernetes.ts';

const nodes = { context: 'test', namespace: '-', kind: 'Node' };

describe('with TLS', () => {
  const rules = [{ verbs: ['list'], resources: ['nodes'] }];

  const start = async ({
    change = (file: string) => file,
    settings = {},
  }: { change?: (file: string) => string; settings?: JsonObject } = {}) => {
    const sandbox = await startKubernetesSandbox({ tls: true, identities: { ada: { rules }, bob: { rules: [] } } });
    const kubeconfig = await writeKubeconfig({ server: sandbox.url, user: {} });
    const write = (user: string) => writeFile(kubeconfig, change(sandbox.kubeconfig({ context: 'test', user })));
    await write('ada');
    const toolsets = { cluster: { title: 'Cluster', use: 'See a cluster.' } };
    const plugin = definePlugin({ id: 'kubernetes', title: 'Kubernetes', version: '1.0.0', toolsets, tools: [k8sList] });
    const started = await startPlugin({ plugin, connections: { kubernetes: { kubeconfig, contexts: ['test'], ...settings } } });
    onTestFinished(async () => {
      await started.close();
      await sandbox.close();
    });
    return { ...started, sandbox, write };
  };

  it('shows the certificate of its user to the server whose authority the kubeconfig names', async () => {
    const { callTool } = await start();
    expect(await callTool('k8s_list', nodes)).toMatchObject({ items: [{ name: 'node-1' }, { name: 'node-2' }] });
    await expect(callTool('k8s_list', { context: 'test', namespace: '-', kind: 'Namespace' })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'forbidden' },
      hint: expect.stringContaining('k8s_can_i'),
    });
  });

  it('sends nothing to a server of another authority', async () => {
    const { callTool, sandbox } = await start({
      change: (file) => file.replace(/"certificate-authority-data": "[^"]+"/, '"tls-server-name": "localhost"'),
    });
    await expect(callTool('k8s_list', nodes)).rejects.toMatchObject({ code: 'unreachable' });
    expect(sandbox.requests).toEqual([]);
  });

  it('goes on with the file as it was read first, so that a confirmed write reaches what was previewed', async () => {
    const { callTool, write } = await start();
    await callTool('k8s_list', nodes);
    await write('bob');
    expect(await callTool('k8s_list', nodes)).toMatchObject({ kind: 'Node' });
  });
});

describe('a server that', () => {
  it('does not answer is given up after the time of the profile', async () => {
    const { callTool, sandbox } = await startKubernetes([k8sList], { settings: { timeout_s: 3 } });
    await callTool('k8s_list', nodes);
    const restore = sandbox.fail(kubernetesFaults.slow(10_000));
    await expect(callTool('k8s_list', nodes)).rejects.toMatchObject({ code: 'timeout' });
    restore();
  });

  it('does not keep to the limit of a log is cut off', async () => {
    const { callTool, sandbox } = await startKubernetes([k8sLogs]);
    seedShop(sandbox);
    sandbox.fail(
      { kind: 'status', status: 200, headers: { 'content-type': 'text/plain' }, text: 'x'.repeat(3 << 20) },
      { path: '/api/v1/namespaces/shop/pods/web-1/log' },
    );
    await expect(callTool('k8s_logs', { ...shop, name: 'web-1' })).rejects.toMatchObject({
      code: 'upstream_error',
      details: { reason: 'too_large' },
    });
  });
});

describe('kinds', () => {
  it('are asked for again after minutes, and a missing one after seconds', async () => {
    let nowMs = Date.parse('2026-01-31T08:00:00Z');
    const { callTool, sandbox } = await startKubernetes([k8sList], { clock: { now: () => nowMs } });
    const discovered = () => sandbox.sent().filter((line) => line === 'GET /api/v1').length;
    await callTool('k8s_list', nodes);
    nowMs += 60_000;
    await callTool('k8s_list', nodes);
    expect(discovered()).toBe(1);
    nowMs += 5 * 60_000;
    await callTool('k8s_list', nodes);
    expect(discovered()).toBe(2);
    const missing = { ...nodes, kind: 'Cart', api_version: 'v1' };
    await expect(callTool('k8s_list', missing)).rejects.toMatchObject({ code: 'not_found' });
    expect(discovered()).toBe(2);
    nowMs += 6_000;
    await expect(callTool('k8s_list', missing)).rejects.toMatchObject({ code: 'not_found' });
    expect(discovered()).toBe(3);
  });

  it('of which several groups have one are asked back for', async () => {
    const { callTool, sandbox } = await startKubernetes([k8sList]);
    for (const group of ['one.example.com', 'two.example.com']) {
      const names = { plural: 'carts', singular: 'cart', kind: 'Cart', listKind: 'CartList' };
      const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
      const versions = [{ name: 'v1', served: true, storage: true, schema }];
      sandbox.world.put({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `carts.${group}` },
        spec: { group, scope: 'Namespaced', names, versions },
      });
    }
    const carts = { context: 'test', namespace: 'default', kind: 'Cart' };
    await expect(callTool('k8s_list', carts)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'ambiguous_kind', api_versions: ['one.example.com/v1', 'two.example.com/v1'] },
    });
    expect(await callTool('k8s_list', { ...carts, api_version: 'two.example.com/v1' })).toMatchObject({ items: [] });
  });
});
