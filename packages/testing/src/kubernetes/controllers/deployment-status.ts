import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../model/object.ts';
import type { Cluster } from './cluster.ts';
import { ownedBy, report } from './cluster.ts';
import { shareOf } from './disruption-budgets.ts';
import { withoutZeros } from './replicas.ts';
import { currentSet } from './revisions.ts';

/** Says how far a deployment is. */
export const reportDeployment = (cluster: Cluster, deployment: KubernetesObject): void => {
  const { store } = cluster;
  const sets = ownedBy(cluster, deployment, store.kind('ReplicaSet'));
  const current = currentSet(cluster, deployment, { mayMake: false });
  const sum = (what: string) => sets.reduce((total, set) => total + (numberAt(set, 'status', what) ?? 0), 0);
  const wanted = numberAt(deployment, 'spec', 'replicas') ?? 0;
  const newSet = sets.find(({ metadata }) => metadata.uid === current?.metadata.uid);
  const counts: Counts = {
    replicas: sum('replicas'),
    updatedReplicas: numberAt(newSet, 'status', 'replicas') ?? 0,
    readyReplicas: sum('readyReplicas'),
    availableReplicas: sum('availableReplicas'),
  };
  const conditions = [
    availability({ deployment, counts, wanted, now: store.now() }),
    progress({ deployment, counts, wanted, current: newSet, clock: { now: store.now(), nowMs: store.clock.now() } }),
  ];
  report(
    cluster,
    store.kind('Deployment'),
    deployment,
    withoutZeros({
      observedGeneration: deployment.metadata.generation ?? 1,
      ...counts,
      unavailableReplicas: Math.max(0, Math.max(wanted, counts.replicas) - counts.availableReplicas),
      conditions,
    }),
  );
};

type Counts = { replicas: number; updatedReplicas: number; readyReplicas: number; availableReplicas: number };

interface Seen {
  readonly deployment: KubernetesObject;
  readonly counts: Counts;
  readonly wanted: number;
}

const availability = ({ deployment, counts, wanted, now }: Seen & { now: string }): JsonObject => {
  const rolling = at(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable');
  const least = wanted - (rolling === undefined ? 0 : shareOf(rolling, wanted, Math.floor));
  const isAvailable = counts.availableReplicas >= least;
  return condition(deployment, {
    type: 'Available',
    status: isAvailable ? 'True' : 'False',
    reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: `Deployment ${isAvailable ? 'has' : 'does not have'} minimum availability.`,
    now,
    hasMoved: false,
  });
};

const progress = ({
  deployment,
  counts,
  wanted,
  current,
  clock: { now, nowMs },
}: Seen & { current: KubernetesObject | undefined; clock: { now: string; nowMs: number } }): JsonObject => {
  const name = current?.metadata.name ?? deployment.metadata.name;
  const said = (status: string, reason: string, message: string, hasMoved: boolean) =>
    condition(deployment, { type: 'Progressing', status, reason, message, now, hasMoved });
  if (objectAt(deployment, 'spec')['paused'] === true) return said('Unknown', 'DeploymentPaused', 'Deployment is paused', false);
  const isComplete = counts.updatedReplicas === wanted && counts.replicas === wanted && counts.availableReplicas === wanted;
  if (isComplete) return said('True', 'NewReplicaSetAvailable', `ReplicaSet "${name}" has successfully progressed.`, false);
  const before = listAt(deployment, 'status', 'conditions').find(({ type }) => type === 'Progressing');
  const hasMoved = ['updatedReplicas', 'readyReplicas', 'availableReplicas', 'replicas'].some(
    (what) => (numberAt(deployment, 'status', what) ?? 0) !== (numberAt(counts, what) ?? 0),
  );
  const deadlineMs = (numberAt(deployment, 'spec', 'progressDeadlineSeconds') ?? 600) * 1000;
  const wasStuck = textAt(before, 'reason') === 'ProgressDeadlineExceeded';
  const isNew = numberAt(deployment, 'status', 'observedGeneration') !== deployment.metadata.generation;
  const sinceMs = Date.parse(textAt(before, 'lastUpdateTime'));
  const isOver = !isNew && !hasMoved && (wasStuck || (!Number.isNaN(sinceMs) && nowMs - sinceMs > deadlineMs));
  return isOver
    ? said('False', 'ProgressDeadlineExceeded', `ReplicaSet "${name}" has timed out progressing.`, false)
    : said('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`, hasMoved || isNew);
};

const condition = (
  deployment: KubernetesObject,
  { now, hasMoved, ...said }: { type: string; status: string; reason: string; message: string; now: string; hasMoved: boolean },
): JsonObject => {
  const before = listAt(deployment, 'status', 'conditions').find(({ type }) => type === said.type);
  const isSame = before?.['reason'] === said.reason && before['message'] === said.message && !hasMoved;
  return {
    ...said,
    lastUpdateTime: isSame ? textAt(before, 'lastUpdateTime') : now,
    lastTransitionTime: before?.['status'] === said.status ? textAt(before, 'lastTransitionTime') : now,
  };
};
