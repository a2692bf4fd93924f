import type { JsonObject } from '@lineclear/core/plugin';
import { secretMarker, type StartedPlugin } from '@lineclear/testing';
import { workload } from '../../../src/kubernetes/test/web.ts';
import { type Examples, type KubernetesBackend, password, shop } from '../backend.ts';

const deployment = { ...shop, name: 'web' };
const web = { ...deployment, kind: 'Deployment' };
const node = { context: 'test', node: 'node-1' };
const one = { ...shop, pod: 'one' };

const config = (colour: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: { shade: ${colour} }\n`;
const credentials = (value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: api, namespace: shop }\nstringData: { key: ${value} }\n`;

/** Somebody rolls another image out. */
const otherImage = ({ world }: KubernetesBackend): void => void world.put(workload({ image: 'shop/web:2' }));
/** Somebody replaces the pod by one of its name. */
const otherPod = ({ world }: KubernetesBackend): void => {
  world.remove('Pod', 'one', 'shop');
  world.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one', namespace: 'shop', labels: { app: 'one' } },
    spec: { containers: [{ name: 'app', image: 'shop/one:1' }] },
  });
};
const otherNode = ({ world }: KubernetesBackend): void => {
  const known = world.get('Node', 'node-1');
  if (known !== undefined) world.put({ ...known, spec: { unschedulable: true } });
};

/** A forward that is open. */
const opened = async ({ confirmTool }: StartedPlugin): Promise<JsonObject> => {
  const { outcome } = await confirmTool('k8s_port_forward', { ...one, port: 8080 });
  const { forward_id = null } = Object(outcome['result']);
  return { forward_id };
};

/** Calls of the tools that change something. */
export const writeExamples: Examples = {
  k8s_rollout_restart: [
    { input: web, drift: otherImage },
    { input: { ...web, name: 'nobody' }, error: 'not_found' },
  ],
  k8s_rollout_pause: [{ input: deployment, drift: ({ world }) => void world.put(workload({ spec: { paused: true } })) }],
  k8s_rollout_resume: [
    {
      input: deployment,
      arrange: ({ world }) => void world.put(workload({ spec: { paused: true } })),
      drift: ({ world }) => void world.put(workload()),
    },
  ],
  k8s_rollout_undo: [
    {
      input: { ...web, to_revision: 1 },
      arrange: otherImage,
      drift: ({ world }) => void world.put(workload({ image: 'shop/web:3' })),
    },
    { input: { ...web, to_revision: 9 }, error: 'not_found' },
  ],
  k8s_scale: [
    { input: { ...web, replicas: 5 }, drift: ({ world }) => void world.put(workload({ replicas: 4 })) },
    { input: { ...shop, kind: 'ConfigMap', name: 'settings', replicas: 5 }, error: 'not_found' },
  ],
  k8s_set_resources: [
    { input: { ...web, containers: [{ name: 'web', requests: { cpu: '250m' }, limits: { memory: '1Gi' } }] }, drift: otherImage },
    { input: { ...web, containers: [{ name: 'nobody', limits: { cpu: '1' } }] }, error: 'not_found' },
  ],
  k8s_apply: [
    {
      input: { context: 'test', manifest: config('green') },
      drift: ({ world }) =>
        void world.put({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings', namespace: 'shop' },
          data: { colour: 'red' },
        }),
    },
    {
      input: { context: 'test', secret_manifest: credentials(secretMarker) },
      drift: ({ world }) =>
        void world.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'api', namespace: 'shop' }, data: {} }),
    },
    { input: { context: 'test', manifest: credentials(password) }, error: 'invalid_input' },
  ],
  k8s_patch: [
    { input: { ...web, type: 'merge', patch: { spec: { minReadySeconds: 5 } } }, drift: otherImage },
    { input: { ...web, type: 'json', patch: [{ op: 'add', path: '/metadata/labels/tier', value: 'front' }] }, drift: otherImage },
    { input: { ...shop, kind: 'Secret', name: 'db', type: 'merge', patch: {} }, error: 'unsupported' },
  ],
  k8s_delete: [
    { input: { ...web, propagation: 'Foreground' }, drift: otherImage },
    { input: { ...web, name: 'nobody', propagation: 'Background' }, error: 'not_found' },
  ],
  k8s_cordon: [{ input: { ...node, cordon: true }, drift: otherNode }],
  k8s_drain: [
    { input: { ...node, delete_unmanaged: true, timeout_s: 5 }, drift: otherNode },
    { input: { ...node, node: 'nobody' }, error: 'not_found' },
  ],
  k8s_exec: [
    { input: { ...one, command: ['echo', 'hello'], stdin: 'nothing', timeout_s: 5 }, drift: otherPod },
    { input: { ...one, command: ['true'], container: 'nobody' }, error: 'not_found' },
  ],
  k8s_port_forward: [{ input: { ...one, port: 8080 }, drift: otherPod }],
  k8s_port_forward_list: [{ input: {} }],
  k8s_port_forward_stop: [
    { input: {}, before: opened, drift: false },
    { input: { forward_id: 'nothing' }, error: 'not_found' },
  ],
};
