import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import { createObject, updateObject } from '../api/persist.ts';
import { deleteObject } from '../api/remove.ts';
import type { ResourceKind } from '../model/kinds.ts';
import type { KubernetesObject, OwnerReference } from '../model/object.ts';
import { isKubernetesObject } from '../model/object.ts';
import type { Runtime } from '../world/runtime.ts';
import type { Store } from '../world/store.ts';
import { placeOf } from '../world/store.ts';

/** What a controller works on. */
export interface Cluster {
  readonly store: Store;
  readonly runtime: Runtime;
}

/** Looks at the cluster as it is and takes the next steps; called again until nobody changes anything. */
export type Controller = (cluster: Cluster) => void;

const manager = 'kube-controller-manager';

/** Makes an object; a namespace that is about to go takes none. */
export const make = ({ store }: Cluster, kind: ResourceKind, manifest: JsonObject): KubernetesObject | undefined => {
  if (!isKubernetesObject(manifest)) throw new Error('A controller makes objects with a kind and a name.');
  const namespace = store.get({ kind: store.kind('Namespace'), namespace: undefined, name: manifest.metadata.namespace ?? '' });
  if (kind.namespaced && namespace?.metadata.deletionTimestamp !== undefined) return undefined;
  return createObject(kind, manifest, { store, manager, dryRun: false });
};

/** Changes an object, but not its status. */
export const change = ({ store }: Cluster, kind: ResourceKind, given: KubernetesObject): void => {
  const before = store.get(placeOf(kind, given));
  if (before !== undefined) updateObject(kind, { before, given: withoutVersion(given) }, { store, manager, dryRun: false });
};

/** Says how an object is. Whose the fields of a status are, nobody asks: they have no owner here. */
export const report = ({ store }: Cluster, kind: ResourceKind, object: KubernetesObject, status: JsonObject): void => {
  const before = store.get(placeOf(kind, object));
  // Most of what is reported is known.
  if (before !== undefined && !isDeepStrictEqual(before['status'], status)) store.put(kind, { ...before, status });
};

/** Takes an object away, gently. */
export const drop = ({ store }: Cluster, kind: ResourceKind, object: KubernetesObject): void => {
  if (object.metadata.deletionTimestamp !== undefined) return;
  const options = {
    gracePeriodS: undefined,
    propagation: 'Background',
    preconditions: { uid: '', resourceVersion: '' },
    dryRun: false,
  };
  deleteObject(kind, object, { store, options });
};

/** The objects of a kind that an object controls. */
export const ownedBy = ({ store }: Cluster, owner: KubernetesObject, kind: ResourceKind): KubernetesObject[] =>
  store
    .list(kind, owner.metadata.namespace)
    .filter(({ metadata: { ownerReferences = [] } }) =>
      ownerReferences.some(({ uid, controller }) => uid === owner.metadata.uid && controller === true),
    );

/** The reference by which an object says whose it is. */
export const ownerOf = ({ apiVersion, kind, metadata: { name, uid = '' } }: KubernetesObject): OwnerReference => ({
  apiVersion,
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** Some characters that stand for a value, as names of pods and replica sets end with them. */
export const hashOf = (value: unknown, length: number): string => {
  const digest = createHash('sha256')
    .update(JSON.stringify(inOrder(value)))
    .digest();
  return [...digest.subarray(0, length)].map((byte) => letters[byte % letters.length] ?? '').join('');
};

// No vowels and no digits that look like them: no words come out.
const letters = 'bcdfghjklmnpqrstvwxz2456789';

// Clients send the fields of an object in whatever order.
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, inner]) => [name, inOrder(inner)]);
};

const withoutVersion = (object: KubernetesObject): KubernetesObject => {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata };
};
