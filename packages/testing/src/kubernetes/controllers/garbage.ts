import type { ResourceKind } from '../model/kinds.ts';
import type { KubernetesObject } from '../model/object.ts';
import { placeOf } from '../world/store.ts';
import type { Cluster, Controller } from './cluster.ts';
import { change, drop } from './cluster.ts';

/** Takes away what nobody owns any more, and ends the deletions that wait for dependents. */
export const collectGarbage: Controller = (cluster) => {
  const all = cluster.store.all();
  const uids = new Set(all.map(({ object }) => object.metadata.uid));
  for (const { kind, object } of all) {
    const { ownerReferences = [], finalizers = [], deletionTimestamp } = object.metadata;
    if (ownerReferences.length > 0 && !ownerReferences.some(({ uid }) => uids.has(uid))) drop(cluster, kind, object);
    if (deletionTimestamp === undefined) continue;
    const dependents = all.filter(({ object: other }) =>
      (other.metadata.ownerReferences ?? []).some(({ uid }) => uid === object.metadata.uid),
    );
    if (finalizers.includes('orphan')) {
      for (const dependent of dependents) disown(cluster, dependent, object);
      finish(cluster, { kind, object, finalizer: 'orphan' });
    }
    if (finalizers.includes('foregroundDeletion')) {
      for (const dependent of dependents) drop(cluster, dependent.kind, dependent.object);
      if (dependents.length === 0) finish(cluster, { kind, object, finalizer: 'foregroundDeletion' });
    }
  }
};

const disown = (
  cluster: Cluster,
  { kind, object }: { kind: ResourceKind; object: KubernetesObject },
  owner: KubernetesObject,
) => {
  const ownerReferences = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
  change(cluster, kind, { ...object, metadata: { ...object.metadata, ownerReferences } });
};

const finish = (
  cluster: Cluster,
  { kind, object, finalizer }: { kind: ResourceKind; object: KubernetesObject; finalizer: string },
): void => {
  const now = cluster.store.get(placeOf(kind, object)) ?? object;
  const finalizers = (now.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  change(cluster, kind, { ...now, metadata: { ...now.metadata, finalizers } });
};
