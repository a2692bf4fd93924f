import type { KubernetesObject } from '../model/object.ts';
import { at, numberAt, objectAt, textAt } from '../model/object.ts';
import type { Cluster } from './cluster.ts';
import { change, ownedBy } from './cluster.ts';
import { shareOf } from './disruption-budgets.ts';
import { tell } from './events.ts';
import { revisionOf } from './revisions.ts';

/** One step from the old replica sets of a deployment to the current one, within what its strategy allows. */
export const rollOut = (cluster: Cluster, deployment: KubernetesObject, current: KubernetesObject): void => {
  const { store } = cluster;
  const sets = ownedBy(cluster, deployment, store.kind('ReplicaSet'));
  const now = sets.find(({ metadata }) => metadata.uid === current.metadata.uid) ?? current;
  const old = sets
    .filter((set) => set !== now && wantedOf(set) + countIn(set, 'replicas') > 0)
    .toSorted((one, other) => revisionOf(one) - revisionOf(other));
  const desired = wantedOf(deployment);
  if (textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate') {
    for (const set of old) scale(cluster, deployment, { set, to: 0 });
    if (old.length === 0) scale(cluster, deployment, { set: now, to: desired });
    return;
  }
  const { surge, unavailable } = limitsOf(deployment, desired);
  if (wantedOf(now) > desired) return scale(cluster, deployment, { set: now, to: desired });
  const total = sets.reduce((sum, set) => sum + wantedOf(set), 0);
  const room = Math.min(desired + surge - total, desired - wantedOf(now));
  if (room > 0) return scale(cluster, deployment, { set: now, to: wantedOf(now) + room });
  scaleDownOld({ cluster, deployment, now, old, total, least: desired - unavailable });
};

const scaleDownOld = ({
  cluster,
  deployment,
  now,
  old,
  total,
  least,
}: {
  cluster: Cluster;
  deployment: KubernetesObject;
  now: KubernetesObject;
  old: readonly KubernetesObject[];
  total: number;
  /** How many have to be available all the time. */
  least: number;
}): void => {
  const notYet = wantedOf(now) - countIn(now, 'availableReplicas');
  let spare = total - least - notYet;
  if (spare <= 0) return;
  // Those that do not work are no loss.
  for (const set of old) {
    const broken = Math.min(spare, wantedOf(set) - countIn(set, 'availableReplicas'));
    if (broken <= 0) continue;
    scale(cluster, deployment, { set, to: wantedOf(set) - broken });
    spare -= broken;
    return;
  }
  const available = [now, ...old].reduce((sum, set) => sum + countIn(set, 'availableReplicas'), 0);
  let surplus = available - least;
  for (const set of old) {
    const less = Math.min(surplus, wantedOf(set));
    if (less > 0) scale(cluster, deployment, { set, to: wantedOf(set) - less });
    surplus -= Math.max(0, less);
  }
};

const limitsOf = (deployment: KubernetesObject, desired: number): { surge: number; unavailable: number } => {
  const rolling = objectAt(deployment, 'spec', 'strategy', 'rollingUpdate');
  const surge = shareOf(at(rolling, 'maxSurge') ?? '25%', desired);
  const unavailable = shareOf(at(rolling, 'maxUnavailable') ?? '25%', desired, Math.floor);
  // With neither, nothing would ever move.
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
};

const scale = (cluster: Cluster, deployment: KubernetesObject, { set, to }: { set: KubernetesObject; to: number }): void => {
  const from = wantedOf(set);
  if (from === to) return;
  change(cluster, cluster.store.kind('ReplicaSet'), { ...set, spec: { ...objectAt(set, 'spec'), replicas: to } });
  tell(cluster, {
    object: deployment,
    reason: 'ScalingReplicaSet',
    message: `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`,
    component: 'deployment-controller',
  });
};

const wantedOf = (object: KubernetesObject): number => numberAt(object, 'spec', 'replicas') ?? 0;

const countIn = (set: KubernetesObject, what: string): number => numberAt(set, 'status', what) ?? 0;
