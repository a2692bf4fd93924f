import type { KubernetesObject } from '../model/object.ts';
import { objectAt, textAt, textsAt } from '../model/object.ts';
import { isReady } from '../model/pods.ts';
import type { Cluster, Controller } from './cluster.ts';
import { ownedBy, report } from './cluster.ts';
import { noteTemplate, revisionLabel } from './controller-revisions.ts';
import { endPod, livePods, nextPodName, startPod, withoutZeros } from './replicas.ts';

const component = 'daemonset-controller';

/** Keeps one pod of every daemon set on each node that it chooses, cordoned or not. */
export const runDaemonSets: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('DaemonSet');
  for (const set of store.list(kind)) {
    if (set.metadata.deletionTimestamp !== undefined) continue;
    const { hash } = noteTemplate(cluster, set);
    const nodes = store.list(store.kind('Node')).filter((node) => isChosen(node, set));
    step(cluster, set, { hash, nodes });
    const pods = livePods(cluster, set);
    const ready = pods.filter(isReady).length;
    report(cluster, kind, set, {
      currentNumberScheduled: pods.length,
      numberMisscheduled: 0,
      desiredNumberScheduled: nodes.length,
      numberReady: ready,
      ...withoutZeros({
        observedGeneration: set.metadata.generation ?? 1,
        updatedNumberScheduled: pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length,
        numberAvailable: ready,
        numberUnavailable: nodes.length - ready,
      }),
    });
  }
};

const step = (
  cluster: Cluster,
  set: KubernetesObject,
  { hash, nodes }: { hash: string; nodes: readonly KubernetesObject[] },
): void => {
  const pods = livePods(cluster, set);
  const all = ownedBy(cluster, set, cluster.store.kind('Pod'));
  for (const { metadata } of nodes) {
    if (all.some((pod) => nodeOf(pod) === metadata.name)) continue;
    startPod(cluster, set, {
      name: nextPodName(cluster, set),
      labels: { [revisionLabel]: hash },
      spec: { nodeName: metadata.name },
      component,
    });
  }
  const misplaced = pods.find((pod) => !nodes.some(({ metadata }) => metadata.name === nodeOf(pod)));
  if (misplaced !== undefined) return endPod(cluster, set, { pod: misplaced, component });
  if (textAt(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
  // One node at a time is without its pod.
  const isStale = (pod: KubernetesObject) => pod.metadata.labels?.[revisionLabel] !== hash;
  const stale = pods.find((pod) => isStale(pod) && !isReady(pod)) ?? pods.find(isStale);
  if (stale !== undefined && (!isReady(stale) || pods.every(isReady))) endPod(cluster, set, { pod: stale, component });
};

const isChosen = (node: KubernetesObject, set: KubernetesObject): boolean =>
  Object.entries(textsAt(objectAt(set, 'spec', 'template', 'spec'), 'nodeSelector')).every(
    ([name, value]) => node.metadata.labels?.[name] === value,
  );

const nodeOf = (pod: KubernetesObject): string => textAt(pod, 'spec', 'nodeName');
