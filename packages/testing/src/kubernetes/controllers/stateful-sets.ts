import { numberAt, objectAt } from '../model/object.ts';
import type { KubernetesObject } from '../model/object.ts';
import { isReady } from '../model/pods.ts';
import type { Cluster, Controller } from './cluster.ts';
import { ownedBy, report } from './cluster.ts';
import { noteTemplate, revisionLabel } from './controller-revisions.ts';
import { endPod, livePods, startPod, withoutZeros } from './replicas.ts';

const component = 'statefulset-controller';

/** Keeps the numbered pods of every stateful set: up from the lowest, down and renewed from the highest. */
export const runStatefulSets: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('StatefulSet');
  for (const set of store.list(kind)) {
    if (set.metadata.deletionTimestamp !== undefined) continue;
    const { name, hash } = noteTemplate(cluster, set);
    step(cluster, set, hash);
    const pods = livePods(cluster, set);
    const updated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length;
    const ready = pods.filter(isReady).length;
    report(cluster, kind, set, {
      ...withoutZeros({
        replicas: pods.length,
        readyReplicas: ready,
        currentReplicas: updated,
        updatedReplicas: updated,
        observedGeneration: set.metadata.generation ?? 1,
        collisionCount: 0,
      }),
      availableReplicas: ready,
      currentRevision: name,
      updateRevision: name,
    });
  }
};

const step = (cluster: Cluster, set: KubernetesObject, hash: string): void => {
  const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
  const all = ownedBy(cluster, set, cluster.store.kind('Pod'));
  const pods = livePods(cluster, set).toSorted((one, other) => ordinalOf(one) - ordinalOf(other));
  const surplus = pods.findLast((pod) => ordinalOf(pod) >= wanted);
  if (surplus !== undefined) return endPod(cluster, set, { pod: surplus, component });
  // One after the other: the next waits until all before it are ready.
  if (pods.some((pod) => !isReady(pod) && pod.metadata.labels?.[revisionLabel] === hash)) return;
  const missing = Array.from({ length: wanted }, (_, ordinal) => ordinal).find(
    (ordinal) => !all.some((pod) => ordinalOf(pod) === ordinal),
  );
  if (missing !== undefined) {
    const name = `${set.metadata.name}-${missing}`;
    const labels = {
      [revisionLabel]: hash,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': `${missing}`,
    };
    return startPod(cluster, set, { name, labels, spec: { hostname: name }, component });
  }
  if (objectAt(set, 'spec', 'updateStrategy')['type'] === 'OnDelete') return;
  const partition = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const stale = pods.findLast((pod) => pod.metadata.labels?.[revisionLabel] !== hash && ordinalOf(pod) >= partition);
  if (stale !== undefined) endPod(cluster, set, { pod: stale, component });
};

const ordinalOf = ({ metadata }: KubernetesObject): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);
