import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { shop } from './backend.ts';
import { allExamples } from './examples/all.ts';
import { startComposed } from './start-composed.ts';

const writes = kubernetes.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);
const inputOf = (tool: string): JsonObject => (allExamples[tool] ?? []).find(({ error }) => error === undefined)?.input ?? {};

/** What has been sent that is no dry run. */
const changes = ({ sandbox }: Awaited<ReturnType<typeof startComposed>>) =>
  sandbox.unsafe().filter(({ url }) => !url.includes('dryRun=All'));

const web = { ...shop, kind: 'Deployment', name: 'web' };
const pod = { ...shop, pod: 'one' };
const manifestOf = (namespace: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: ${namespace} }\ndata: { a: b }\n`;
const secretOf = 'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: shop }\nstringData: { a: b }\n';

it.each([
  ['production', { tier: 'production' as const }],
  ['no tier, which counts as production', {}],
])('refuses every write in a profile of %s', async (_, options) => {
  const composed = await startComposed(options);
  for (const tool of writes) {
    const input = tool === 'k8s_port_forward_stop' ? { forward_id: 'any' } : inputOf(tool);
    for (const args of [input, { ...input, confirm: true }]) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      expect([tool, await composed.outcome(tool, args)]).toEqual([tool, 'forbidden']);
    }
  }
  expect(composed.sandbox.sent()).toEqual([]);
});

it.each(['development', 'staging'] as const)('previews writes in %s and makes none of them by that', async (tier) => {
  const composed = await startComposed({ tier });
  const needsMore = ['k8s_rollout_undo', 'k8s_rollout_resume', 'k8s_port_forward_stop'];
  for (const tool of writes.filter((name) => !needsMore.includes(name))) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect([tool, await composed.outcome(tool, inputOf(tool))]).toEqual([tool, 'preview']);
  }
  expect(changes(composed)).toEqual([]);
});

const ofTheSystem: readonly [string, JsonObject][] = ['kube-system', 'kube-public', 'kube-node-lease'].flatMap(
  (namespace): readonly [string, JsonObject][] => [
    ['k8s_scale', { ...web, namespace, replicas: 0 }],
    ['k8s_rollout_restart', { ...web, namespace }],
    ['k8s_rollout_undo', { ...web, namespace }],
    ['k8s_set_resources', { ...web, namespace, containers: [{ name: 'web', limits: { cpu: '1' } }] }],
    ['k8s_patch', { ...web, namespace, type: 'merge', patch: { spec: {} } }],
    ['k8s_delete', { ...web, namespace, propagation: 'Background' }],
    ['k8s_delete', { ...web, namespace: '-', kind: 'Namespace', name: namespace, propagation: 'Background' }],
    ['k8s_exec', { ...pod, namespace, command: ['id'] }],
    ['k8s_port_forward', { ...pod, namespace, port: 80 }],
    ['k8s_apply', { context: 'test', manifest: `${manifestOf('shop')}---\n${manifestOf(namespace)}` }],
    ['k8s_apply', { context: 'test', secret_manifest: manifestOf(namespace) }],
  ],
);

it('touches nothing in the namespaces of the system, in any tier', async () => {
  const composed = await startComposed({ tier: 'development' });
  for (const [tool, args] of ofTheSystem) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect([tool, await composed.outcome(tool, args)]).toEqual([tool, 'forbidden']);
  }
  expect(composed.sandbox.sent()).toEqual([]);
});

it.each<[string, string, JsonObject]>([
  ['a Secret that is applied', 'k8s_apply', { context: 'test', secret_manifest: secretOf }],
  ['a Secret that is deleted', 'k8s_delete', { ...web, kind: 'Secret', name: 'db', propagation: 'Background' }],
  ['a namespace', 'k8s_delete', { ...web, namespace: '-', kind: 'Namespace', name: 'shop', propagation: 'Background' }],
  [
    'a namespace among other objects',
    'k8s_apply',
    { context: 'test', manifest: `apiVersion: v1\nkind: Namespace\nmetadata: { name: new }\n---\n${manifestOf('shop')}` },
  ],
  [
    'labels of a node',
    'k8s_patch',
    { ...web, namespace: '-', kind: 'Node', name: 'node-1', type: 'merge', patch: { metadata: { labels: { a: 'b' } } } },
  ],
  ['a node that is closed', 'k8s_cordon', { context: 'test', node: 'node-1', cordon: true }],
  ['a node that is emptied', 'k8s_drain', { context: 'test', node: 'node-1', delete_unmanaged: true }],
])('leaves %s to a person outside of the model’s reach', async (_, tool, args) => {
  const composed = await startComposed({ tier: 'development' });
  expect(await composed.outcome(tool, args)).toBe('preview');
  expect(await composed.outcome(tool, { ...args, confirm: true })).toBe('awaiting_approval');
  expect(changes(composed)).toEqual([]);
});

describe('rules of the operator', () => {
  it('open exactly what they name in production', async () => {
    const policy = [
      { tier: 'production', class: ['scale', 'restart'], target: 'test/shop/Deployment/*', allow: 'allow' },
    ] as const;
    const { outcome } = await startComposed({ tier: 'production', policy: [...policy] });
    expect(await outcome('k8s_scale', { ...web, replicas: 4 })).toBe('preview');
    expect(await outcome('k8s_scale', { ...web, replicas: 4, confirm: true })).toBe('executed');
    expect(await outcome('k8s_rollout_restart', web)).toBe('preview');
    expect(await outcome('k8s_rollout_pause', { ...shop, name: 'web' })).toBe('forbidden');
    expect(await outcome('k8s_scale', { ...web, namespace: 'default', replicas: 4 })).toBe('forbidden');
    expect(await outcome('k8s_exec', { ...pod, command: ['id'] })).toBe('forbidden');
  });

  it('judge each object of a manifest, and the strictest verdict counts', async () => {
    const policy = [{ tier: 'production', target: 'test/shop/*', allow: 'allow' }] as const;
    const { outcome } = await startComposed({ tier: 'production', policy: [...policy] });
    const apply = (manifest: string) => outcome('k8s_apply', { context: 'test', manifest });
    expect(await apply(manifestOf('shop'))).toBe('preview');
    expect(await apply(`${manifestOf('shop')}---\n${manifestOf('default')}`)).toBe('forbidden');
  });

  it.each<[string, string, JsonObject]>([
    [
      'what goes with a namespace',
      'k8s_delete',
      { ...web, namespace: '-', kind: 'Namespace', name: 'shop', propagation: 'Background' },
    ],
    ['the pods that a drain evicts, wherever they are', 'k8s_drain', { context: 'test', node: 'node-1', delete_unmanaged: true }],
  ])('hold for %s', async (_, tool, args) => {
    for (const target of ['test/shop/*', 'test/shop/Pod/one']) {
      // oxlint-disable-next-line no-await-in-loop -- one composition after the other
      const { outcome, sandbox } = await startComposed({
        tier: 'development',
        policy: [{ kind: 'write', target, allow: 'deny' }],
      });
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await outcome(tool, args)).toBe('forbidden');
      expect(sandbox.sent()).toEqual([]);
    }
  });

  it.each([
    ['exec', 'k8s_exec'],
    ['forward', 'k8s_port_forward'],
    ['forward', 'k8s_port_forward_stop'],
    ['delete', 'k8s_delete'],
    ['apply', 'k8s_apply'],
    ['patch', 'k8s_patch'],
    ['patch', 'k8s_set_resources'],
    ['scale', 'k8s_scale'],
    ['restart', 'k8s_rollout_restart'],
    ['rollout', 'k8s_rollout_undo'],
    ['rollout', 'k8s_rollout_pause'],
    ['rollout', 'k8s_rollout_resume'],
    ['cordon', 'k8s_cordon'],
    ['drain', 'k8s_drain'],
  ])('close the class %s with %s', async (name, tool) => {
    const { outcome, sandbox } = await startComposed({ tier: 'development', policy: [{ class: name, allow: 'deny' }] });
    const input = tool === 'k8s_port_forward_stop' ? { forward_id: 'any' } : inputOf(tool);
    expect(await outcome(tool, input)).toBe('forbidden');
    expect(sandbox.sent()).toEqual([]);
  });
});
