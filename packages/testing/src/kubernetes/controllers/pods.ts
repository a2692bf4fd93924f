import type { KubernetesObject } from '../model/object.ts';
import { listAt, textAt, textsAt } from '../model/object.ts';
import { placeOf } from '../world/store.ts';
import type { Cluster, Controller } from './cluster.ts';
import { change, report } from './cluster.ts';
import { tell } from './events.ts';
import { podStatus, unscheduledStatus } from './pod-status.ts';

/** Gives every pod a node, starts its containers, and ends those that are to go. */
export const runPods: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('Pod');
  for (const pod of store.list(kind)) {
    if (pod.metadata.deletionTimestamp !== undefined) end(cluster, pod);
    else if (textAt(pod, 'spec', 'nodeName') === '') schedule(cluster, pod);
    else run(cluster, pod);
  }
};

const schedule = (cluster: Cluster, pod: KubernetesObject): void => {
  const { store } = cluster;
  const kind = store.kind('Pod');
  const pods = store.list(kind);
  const load = (node: KubernetesObject) => pods.filter((one) => textAt(one, 'spec', 'nodeName') === node.metadata.name).length;
  const [node] = store
    .list(store.kind('Node'))
    .filter((one) => takes(one, pod))
    .toSorted((one, other) => load(one) - load(other));
  if (node === undefined) {
    if (textAt(pod, 'status', 'phase') === '') {
      const message = `0/${store.list(store.kind('Node')).length} nodes are available: no node takes the pod.`;
      report(cluster, kind, pod, unscheduledStatus({ message, now: store.now() }));
      tell(cluster, { object: pod, reason: 'FailedScheduling', message, type: 'Warning', component: 'default-scheduler' });
    }
    return;
  }
  const spec = {
    ...(pod['spec'] instanceof Object && !Array.isArray(pod['spec']) ? pod['spec'] : {}),
    nodeName: node.metadata.name,
  };
  change(cluster, kind, { ...pod, spec });
  const message = `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name} to ${node.metadata.name}`;
  tell(cluster, { object: pod, reason: 'Scheduled', message, component: 'default-scheduler' });
};

const takes = (node: KubernetesObject, pod: KubernetesObject): boolean => {
  const isSchedulable = node['spec'] === undefined || !JSON.stringify(node['spec']).includes('"unschedulable":true');
  const isUp = listAt(node, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True');
  const isChosen = Object.entries(textsAt(pod, 'spec', 'nodeSelector')).every(
    ([name, value]) => node.metadata.labels?.[name] === value,
  );
  const tolerations = listAt(pod, 'spec', 'tolerations');
  const isTolerated = listAt(node, 'spec', 'taints')
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .every((taint) =>
      tolerations.some(
        ({ key, operator, value, effect }) =>
          (key === undefined || key === taint['key']) &&
          (effect === undefined || effect === taint['effect']) &&
          (operator === 'Exists' || value === taint['value']),
      ),
    );
  return isSchedulable && isUp && isChosen && isTolerated;
};

const run = (cluster: Cluster, pod: KubernetesObject): void => {
  const { store, runtime } = cluster;
  const { status, happenings } = podStatus({ pod, images: runtime.images, now: store.now() });
  const kind = store.kind('Pod');
  const before = store.version;
  report(cluster, kind, pod, status);
  if (store.version === before) return;
  for (const happening of happenings) tell(cluster, { ...happening, object: pod, component: 'kubelet' });
};

const end = (cluster: Cluster, pod: KubernetesObject): void => {
  const { store } = cluster;
  const kind = store.kind('Pod');
  if ((pod.metadata.finalizers ?? []).length === 0) {
    store.remove(placeOf(kind, pod));
    tell(cluster, { object: pod, reason: 'Killing', message: `Stopping container ${namesIn(pod)}`, component: 'kubelet' });
    return;
  }
  if (pod.metadata.deletionGracePeriodSeconds === 0) return;
  // The processes have ended; only somebody's finalizer keeps the object.
  const ended = { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 0 } };
  store.put(kind, ended);
};

const namesIn = (pod: KubernetesObject): string =>
  listAt(pod, 'spec', 'containers')
    .map((container) => textAt(container, 'name'))
    .join(', ');
