import { describe, expect, it } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { shop } from './backend.ts';
import { allExamples } from './examples/all.ts';
import { startComposed } from './start-composed.ts';

const reads = kubernetes.tools.filter(({ kind }) => kind === 'read').map(({ name }) => name);
const inputOf = (tool: string) => (allExamples[tool] ?? []).find(({ error }) => error === undefined)?.input ?? {};

it('lets reads through in every tier, with the plugin as it comes', async () => {
  const { outcome } = await startComposed({});
  for (const tool of reads) {
    // Of what is not open there is nothing to show.
    if (allExamples[tool]?.[0]?.before !== undefined) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect([tool, await outcome(tool, inputOf(tool))]).toEqual([tool, 'read']);
  }
});

describe('a rule of the operator about targets', () => {
  const closed = [{ kind: 'read', target: ['*/kube-system/*', '*/Secret/*'], allow: 'deny' }] as const;

  it.each([
    ['k8s_get', { context: 'test', namespace: 'kube-system', kind: 'Pod', name: 'dns' }],
    ['k8s_list', { context: 'test', namespace: 'kube-system', kind: 'Pod' }],
    ['k8s_logs', { context: 'test', namespace: 'kube-system', name: 'dns' }],
    ['k8s_logs', { context: 'test', namespace: 'kube-system', labels: 'app=dns' }],
    ['k8s_describe', { ...shop, kind: 'Secret', name: 'db' }],
    ['k8s_get', { ...shop, kind: 'Secret', name: 'db' }],
    ['k8s_list', { ...shop, kind: 'Secret' }],
    ['k8s_list', { context: 'test', namespace: '*', kind: 'Secret' }],
    // The namespaces that are closed are among them.
    ['k8s_list', { context: 'test', namespace: '*', kind: 'Pod' }],
    ['k8s_events', { context: 'test', namespace: 'kube-system' }],
    ['k8s_top', { context: 'test', namespace: 'kube-system', kind: 'Pod' }],
    ['k8s_http_get', { context: 'test', namespace: 'kube-system', kind: 'Pod', name: 'dns', port: '8080', path: '/metrics' }],
    ['k8s_rollout_status', { context: 'test', namespace: 'kube-system', kind: 'Deployment', name: 'dns' }],
    ['k8s_rollout_history', { context: 'test', namespace: 'kube-system', kind: 'Deployment', name: 'dns' }],
    ['k8s_can_i', { context: 'test', namespace: 'kube-system', kind: 'Pod', verb: 'get' }],
  ])('keeps %s from %j before anything is asked', async (tool, args) => {
    const { outcome, sandbox } = await startComposed({ tier: 'development', policy: [...closed] });
    expect(await outcome(tool, args)).toBe('forbidden');
    expect(sandbox.sent()).toEqual([]);
  });

  it('leaves everything else open', async () => {
    const { outcome } = await startComposed({ tier: 'development', policy: [...closed] });
    expect(await outcome('k8s_get', { ...shop, kind: 'ConfigMap', name: 'settings' })).toBe('read');
    expect(await outcome('k8s_logs', { ...shop, name: 'one' })).toBe('read');
  });
});
