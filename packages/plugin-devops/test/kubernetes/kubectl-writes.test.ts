import type { JsonObject } from '@lineclear/core/plugin';
import { skipWithout } from '@lineclear/testing';
import { endState, kubectl, kubectlBinary, type KubernetesSandbox, startKubernetesSandbox } from '@lineclear/testing/kubernetes';
import { describe, expect, it, onTestFinished } from 'vitest';
import plugin from '../../src/kubernetes/index.ts';
import { startKubernetes } from '../../src/kubernetes/test/start-kubernetes.ts';
import { openShop, web, webDeployment, workload } from '../../src/kubernetes/test/web.ts';

interface Case {
  readonly verb: string;
  readonly arrange?: (world: KubernetesSandbox['world']) => void;
  /** The arguments of kubectl, and what it reads. */
  readonly args: readonly string[];
  readonly input?: string;
  readonly tool: string;
  readonly call: JsonObject;
}

const secondImage = (world: KubernetesSandbox['world']): void => void world.put(workload({ image: 'shop/web:2' }));
const paused = (world: KubernetesSandbox['world']): void => void world.put(workload({ spec: { paused: true } }));
const agents = (world: KubernetesSandbox['world']): void => void world.put(workload({ kind: 'DaemonSet', name: 'agent' }));
const closed = (world: KubernetesSandbox['world']): void => {
  const node = world.get('Node', 'node-1');
  if (node !== undefined) world.put({ ...node, spec: { unschedulable: true } });
};

const service =
  'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }\n';
const manifest = `${service}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: flags, namespace: shop }\ndata: { dark: "yes", mode: "0644" }\n`;
const replicas = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 5 }\n';
const image = { spec: { template: { spec: { containers: [{ name: 'web', image: 'shop/web:2' }] } } } };
const labels = { metadata: { labels: { tier: 'front' } }, spec: { minReadySeconds: 5 } };
const operations = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'shop/web:3' }];
const limits = { containers: [{ name: 'web', limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '250m' } }] };
const node = { context: 'test', node: 'node-1' };
const removal = { ...web, propagation: 'Background' };

const cases: readonly Case[] = [
  { verb: 'scale', args: ['scale', 'deployment/web', '--replicas=5'], tool: 'k8s_scale', call: { ...web, replicas: 5 } },
  {
    verb: 'scale to nothing',
    args: ['scale', 'deployment/web', '--replicas=0'],
    tool: 'k8s_scale',
    call: { ...web, replicas: 0 },
  },
  {
    verb: 'set resources',
    args: ['set', 'resources', 'deployment/web', '-c=web', '--limits=cpu=2,memory=4Gi', '--requests=cpu=250m'],
    tool: 'k8s_set_resources',
    call: { ...web, ...limits },
  },
  { verb: 'rollout restart', args: ['rollout', 'restart', 'deployment/web'], tool: 'k8s_rollout_restart', call: web },
  {
    verb: 'rollout restart of a daemon set',
    arrange: agents,
    args: ['rollout', 'restart', 'daemonset/agent'],
    tool: 'k8s_rollout_restart',
    call: { ...web, kind: 'DaemonSet', name: 'agent' },
  },
  {
    verb: 'rollout undo',
    arrange: secondImage,
    args: ['rollout', 'undo', 'deployment/web'],
    tool: 'k8s_rollout_undo',
    call: web,
  },
  ...(['StatefulSet', 'DaemonSet'] as const).map((kind) => ({
    verb: `rollout undo of a ${kind}`,
    arrange: (world: KubernetesSandbox['world']) => {
      world.put(workload({ kind, name: 'other' }));
      world.put(workload({ kind, name: 'other', image: 'shop/web:2' }));
    },
    args: ['rollout', 'undo', `${kind.toLowerCase()}/other`],
    tool: 'k8s_rollout_undo',
    call: { ...web, kind, name: 'other' },
  })),
  {
    verb: 'rollout undo to a revision',
    arrange: (world) => {
      secondImage(world);
      world.put(workload({ image: 'shop/web:3' }));
    },
    args: ['rollout', 'undo', 'deployment/web', '--to-revision=1'],
    tool: 'k8s_rollout_undo',
    call: { ...web, to_revision: 1 },
  },
  { verb: 'rollout pause', args: ['rollout', 'pause', 'deployment/web'], tool: 'k8s_rollout_pause', call: webDeployment },
  {
    verb: 'rollout resume',
    arrange: paused,
    args: ['rollout', 'resume', 'deployment/web'],
    tool: 'k8s_rollout_resume',
    call: webDeployment,
  },
  {
    verb: 'apply of what is new',
    args: ['apply', '--server-side', '-f', '-'],
    input: manifest,
    tool: 'k8s_apply',
    call: { context: 'test', manifest },
  },
  {
    verb: 'apply by force',
    args: ['apply', '--server-side', '--force-conflicts', '-f', '-'],
    input: replicas,
    tool: 'k8s_apply',
    call: { context: 'test', manifest: replicas, force: true },
  },
  {
    verb: 'strategic patch',
    args: ['patch', 'deployment/web', '--type=strategic', '-p', JSON.stringify(image)],
    tool: 'k8s_patch',
    call: { ...web, type: 'strategic', patch: image },
  },
  {
    verb: 'merge patch',
    args: ['patch', 'deployment/web', '--type=merge', '-p', JSON.stringify(labels)],
    tool: 'k8s_patch',
    call: { ...web, type: 'merge', patch: labels },
  },
  {
    verb: 'json patch',
    args: ['patch', 'deployment/web', '--type=json', '-p', JSON.stringify(operations)],
    tool: 'k8s_patch',
    call: { ...web, type: 'json', patch: operations },
  },
  { verb: 'cordon', args: ['cordon', 'node-1'], tool: 'k8s_cordon', call: { ...node, cordon: true } },
  { verb: 'uncordon', arrange: closed, args: ['uncordon', 'node-1'], tool: 'k8s_cordon', call: { ...node, cordon: false } },
  {
    verb: 'drain',
    arrange: agents,
    args: ['drain', 'node-1', '--ignore-daemonsets'],
    tool: 'k8s_drain',
    call: { ...node, ignore_daemonsets: true },
  },
  { verb: 'delete', args: ['delete', 'deployment/web'], tool: 'k8s_delete', call: removal },
  {
    verb: 'delete without what it owns',
    args: ['delete', 'deployment/web', '--cascade=orphan'],
    tool: 'k8s_delete',
    call: { ...removal, propagation: 'Orphan' },
  },
];

// What only one of the two writes; neither changes what runs.
const ignoredAnnotations = ['lineclear.dev/*', 'kubectl.kubernetes.io/last-applied-configuration'];

describe.skipIf(skipWithout(kubectlBinary))('the same state as with the real kubectl', () => {
  it.each(cases)('comes of $tool as of kubectl for: $verb', async ({ arrange, args, input, tool, call }) => {
    const [theirs, ours] = await Promise.all([startKubernetesSandbox(), startKubernetes(plugin.tools)]);
    onTestFinished(() => theirs.close());
    for (const sandbox of [theirs, ours.sandbox]) {
      openShop(sandbox);
      arrange?.(sandbox.world);
    }
    const before = endState(ours.sandbox, { ignoredAnnotations });
    const standard = input === undefined ? {} : { input };
    const { code, stderr } = await kubectl({ args, sandbox: theirs, namespace: 'shop', ...standard });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const preview = await ours.previewTool(tool, call);
    if (JSON.stringify(preview['approval']).includes('human')) await ours.approve(String(preview['ticket']));
    const outcome = await ours.callTool(tool, { ...call, confirm: true });
    expect(outcome).toMatchObject({ status: 'executed' });
    const after = endState(ours.sandbox, { ignoredAnnotations });
    expect(after).toEqual(endState(theirs, { ignoredAnnotations }));
    expect(after).not.toEqual(before);
  });
});
