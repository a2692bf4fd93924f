import type { KubernetesWorld } from './world/world.ts';

/** What every cluster has from its first minute: its namespaces, and here two nodes. */
export const seed = (world: KubernetesWorld): void => {
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
    world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const name of ['node-1', 'node-2']) world.put(node(name));
};

const node = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
  spec: {},
  status: {
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }],
    addresses: [
      { type: 'InternalIP', address: `10.0.0.${name.slice(-1)}` },
      { type: 'Hostname', address: name },
    ],
  },
});
