import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { deployments, inCluster, shop } from '../kubernetes-world.ts';
import { kubernetesPodWrites } from './kubernetes-pods.ts';

const of = (name: string) => ({ ...shop, kind: 'Deployment', name });
const web = of(deployments.web);
const nobody = { args: of('nobody'), code: 'not_found' } as const;
const elsewhere = { args: { context: 'elsewhere' }, code: 'forbidden' } as const;
const asked = { approval: { required: 'client' } };

/** Whether a deployment is now as it should be. */
const isNow = (name: string, wanted: object) =>
  inCluster((world) => {
    expect(world.get('Deployment', name, 'shop')).toMatchObject(wanted);
    return true;
  });

export const kubernetesReads: readonly Example[] = [
  {
    tool: 'k8s_contexts',
    args: {},
    answers: { contexts: [{ context: 'e2e' }] },
    error: { args: { context: 'e2e' }, code: 'invalid_input' },
  },
  {
    tool: 'k8s_kinds',
    args: { context: 'e2e', search: 'deployment' },
    answers: { kinds: [{ kind: 'Deployment' }] },
    error: elsewhere,
  },
  {
    tool: 'k8s_list',
    args: { ...shop, kind: 'Deployment', labels: '!none', fields: 'metadata.name=web' },
    answers: { items: [{ name: 'web', ready: '2/2' }] },
    error: { args: { ...shop, kind: 'Unicorn' }, code: 'not_found' },
  },
  { tool: 'k8s_get', args: { ...web, path: ['spec', 'replicas'] }, answers: { yaml: '2\n' }, error: nobody },
  {
    tool: 'k8s_describe',
    args: web,
    answers: { summary: { name: 'web' }, pods: [{ ready: '1/1' }, { ready: '1/1' }] },
    error: nobody,
  },
  {
    tool: 'k8s_events',
    args: { ...shop, kind: 'Pod', name: 'one', limit: 1 },
    answers: { untrusted: true },
    error: { args: { ...shop, reason: '?' }, code: 'invalid_input' },
  },
  {
    tool: 'k8s_top',
    args: { ...shop, kind: 'Pod', labels: 'app=one' },
    answers: { items: [{ name: 'one', cpu_m: 10 }] },
    error: { args: { ...shop, kind: 'Node' }, code: 'invalid_input' },
  },
  {
    tool: 'k8s_can_i',
    args: { ...shop, kind: 'Pod', verb: 'delete' },
    answers: { allowed: true },
    error: { args: { ...shop, kind: 'Pod', verb: '-x' }, code: 'invalid_input' },
  },
  {
    tool: 'k8s_logs',
    args: { ...shop, name: 'one' },
    answers: { lines: 1, log: expect.stringContaining('listening on 8080') },
    error: { args: { ...shop, name: 'nobody' }, code: 'not_found' },
  },
  {
    tool: 'k8s_http_get',
    args: { ...shop, kind: 'Pod', name: 'one', port: '8080', path: '/health/ready' },
    answers: { status: 200, body: expect.stringContaining('ready') },
    error: { args: { ...shop, kind: 'Pod', name: 'one', port: '8080', path: '/admin' }, code: 'forbidden' },
  },
  { tool: 'k8s_rollout_status', args: web, answers: { state: 'complete', available: 2 }, error: nobody },
  {
    tool: 'k8s_rollout_history',
    args: of(deployments.undone),
    answers: { revisions: [{ revision: 2 }, { revision: 1 }] },
    error: nobody,
  },
  {
    tool: 'k8s_port_forward_list',
    args: {},
    answers: { forwards: [] },
    error: { args: { context: 'e2e' }, code: 'invalid_input' },
  },
];

const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: made, namespace: shop }\ndata: { colour: green }\n';

export const kubernetesWrites: readonly Example[] = [
  {
    tool: 'k8s_rollout_restart',
    args: of(deployments.restarted),
    answers: { risk: 'reversible' },
    executes: {
      result: { generation: 2 },
      afterwards: isNow(deployments.restarted, { metadata: { generation: 2 } }),
      found: true,
    },
    error: nobody,
  },
  {
    tool: 'k8s_rollout_pause',
    args: { ...shop, name: deployments.paused },
    answers: { risk: 'reversible' },
    executes: { result: {}, afterwards: isNow(deployments.paused, { spec: { paused: true } }), found: true },
    error: { args: { ...shop, name: 'nobody' }, code: 'not_found' },
  },
  {
    tool: 'k8s_rollout_resume',
    args: { ...shop, name: deployments.resumed },
    answers: { risk: 'reversible' },
    executes: { result: {}, afterwards: isNow(deployments.resumed, { status: { replicas: 2 } }), found: true },
    error: { args: { ...shop, name: 'nobody' }, code: 'not_found' },
  },
  {
    tool: 'k8s_rollout_undo',
    args: of(deployments.undone),
    answers: { risk: 'reversible' },
    executes: {
      result: {},
      afterwards: isNow(deployments.undone, { spec: { template: { spec: { containers: [{ image: 'shop/app:1' }] } } } }),
      found: true,
    },
    error: { args: { ...of(deployments.undone), to_revision: 9 }, code: 'not_found' },
  },
  {
    tool: 'k8s_scale',
    args: { ...of(deployments.scaled), replicas: 3 },
    answers: { risk: 'reversible', before: { replicas: 2 } },
    executes: {
      result: { replicas: 3, before: 2 },
      afterwards: isNow(deployments.scaled, { spec: { replicas: 3 } }),
      found: true,
    },
    error: { args: { ...of('nobody'), replicas: 3 }, code: 'not_found' },
  },
  {
    tool: 'k8s_set_resources',
    args: { ...of(deployments.sized), containers: [{ name: 'app', limits: { memory: '1Gi' } }] },
    answers: { risk: 'reversible' },
    executes: {
      result: { rollout: true },
      afterwards: isNow(deployments.sized, {
        spec: { template: { spec: { containers: [{ resources: { limits: { memory: '1Gi' } } }] } } },
      }),
      found: true,
    },
    error: { args: { ...of(deployments.sized), containers: [{ name: 'nobody', limits: { cpu: '1' } }] }, code: 'not_found' },
  },
  {
    tool: 'k8s_apply',
    args: { context: 'e2e', manifest },
    answers: { risk: 'reversible' },
    executes: {
      result: { failed: null, not_tried: [] },
      afterwards: inCluster((world) => world.get('ConfigMap', 'made', 'shop')?.['data']),
      found: { colour: 'green' },
    },
    error: { args: { context: 'e2e', manifest: 'kind: [' }, code: 'invalid_input' },
  },
  {
    tool: 'k8s_patch',
    args: { ...of(deployments.patched), type: 'merge', patch: { spec: { minReadySeconds: 5 } } },
    answers: { risk: 'reversible' },
    executes: { result: {}, afterwards: isNow(deployments.patched, { spec: { minReadySeconds: 5 } }), found: true },
    error: { args: { ...of('nobody'), type: 'merge', patch: {} }, code: 'not_found' },
  },
  {
    tool: 'k8s_delete',
    args: { ...shop, kind: 'ConfigMap', name: 'junk', propagation: 'Background' },
    answers: asked,
    executes: {
      result: { gone: true },
      afterwards: inCluster((world) => world.get('ConfigMap', 'junk', 'shop') === undefined),
      found: true,
    },
    error: { args: { ...of('nobody'), propagation: 'Background' }, code: 'not_found' },
  },
  ...kubernetesPodWrites,
  {
    tool: 'k8s_cordon',
    args: { context: 'e2e', node: 'spare-1', cordon: true },
    answers: asked,
    executes: {
      result: { unschedulable: true },
      afterwards: inCluster((world) => JSON.stringify(world.get('Node', 'spare-1')?.['spec']).includes('"unschedulable":true')),
      found: true,
    },
    error: { args: { context: 'e2e', node: 'nobody', cordon: true }, code: 'not_found' },
  },
  {
    tool: 'k8s_drain',
    args: { context: 'e2e', node: 'spare-2', timeout_s: 20 },
    answers: asked,
    executes: {
      result: { complete: true },
      afterwards: inCluster((world) => JSON.stringify(world.get('Node', 'spare-2')?.['spec']).includes('"unschedulable":true')),
      found: true,
    },
    error: { args: { context: 'e2e', node: 'nobody' }, code: 'not_found' },
  },
];

/** What the person is asked about, in this order. */
export const lostInCluster = ['Delete ConfigMap "junk"', 'Run ["echo","hello"]', 'Close Node "spare-1"', 'Drain Node "spare-2"'];
