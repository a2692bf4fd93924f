import type { KubernetesObject } from '../model/object.ts';
import { numberAt } from '../model/object.ts';
import { isReady } from '../model/pods.ts';
import type { Cluster, Controller } from './cluster.ts';
import { report } from './cluster.ts';
import { countOf, endPod, livePods, nextPodName, startPod, withoutZeros } from './replicas.ts';

const component = 'replicaset-controller';

/** Keeps as many pods of every replica set as are wanted. */
export const runReplicaSets: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('ReplicaSet');
  for (const set of store.list(kind)) {
    if (set.metadata.deletionTimestamp === undefined) keepCount(cluster, set);
    const pods = livePods(cluster, set);
    const { replicas, ready } = countOf(pods);
    report(
      cluster,
      kind,
      set,
      withoutZeros({
        replicas,
        fullyLabeledReplicas: replicas,
        readyReplicas: ready,
        availableReplicas: ready,
        observedGeneration: set.metadata.generation ?? 1,
      }),
    );
  }
};

const keepCount = (cluster: Cluster, set: KubernetesObject): void => {
  const pods = livePods(cluster, set);
  const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
  for (let count = pods.length; count < wanted; count += 1)
    startPod(cluster, set, { name: nextPodName(cluster, set), component });
  // Those that do not work go first, then the newest.
  const surplus = pods
    .toSorted((one, other) => Number(isReady(one)) - Number(isReady(other)) || madeAfter(other, one))
    .slice(0, Math.max(0, pods.length - wanted));
  for (const pod of surplus) endPod(cluster, set, { pod, component });
};

const madeAfter = (one: KubernetesObject, other: KubernetesObject): number =>
  Number(one.metadata.resourceVersion) - Number(other.metadata.resourceVersion);
