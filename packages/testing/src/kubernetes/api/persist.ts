import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { resourceName } from '../model/kinds.ts';
import type { Place, Store } from '../world/store.ts';
import { placeOf } from '../world/store.ts';
import { withUpdate } from '../apply/managed-fields.ts';
import { withDefaults } from './defaults.ts';
import { alreadyExists, changedSince, conflict, forbidden, invalid, notFound } from './status.ts';
import { problemsOf } from './validate.ts';

/** How a write is to be done. */
export interface WriteOptions {
  readonly store: Store;
  /** Who writes, for the ownership of fields. */
  readonly manager: string;
  readonly dryRun: boolean;
  /** The part that is written: `status` leaves the rest alone, and the other way round. */
  readonly subresource?: string | undefined;
  /** Whether the object says itself who owns what: the outcome of a server-side apply. */
  readonly hasOwners?: boolean;
}

/** Keeps a new object. */
export const createObject = (kind: ResourceKind, given: KubernetesObject, options: WriteOptions): KubernetesObject => {
  const { store, dryRun } = options;
  const object = withDefaults(kind, given);
  const { metadata } = object;
  if (kind.namespaced) checkNamespace(store, { kind, object });
  metadata.uid = store.uid();
  metadata.creationTimestamp = store.now();
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  if (hasGeneration(kind)) metadata.generation = 1;
  if (kind.subresources.includes('status') && kind.kind !== 'Namespace' && kind.kind !== 'Node') delete object['status'];
  if (store.get(placeOf(kind, object)) !== undefined) throw alreadyExists(kind, metadata.name);
  check(kind, object, undefined);
  const owned = options.hasOwners === true ? object : withUpdate({ ...writer(options), before: undefined, after: object });
  return dryRun ? owned : store.put(kind, owned);
};

/** Keeps a changed object. An equal one keeps its version; one whose last finalizer is gone goes. */
export const updateObject = (
  kind: ResourceKind,
  { before, given }: { before: KubernetesObject; given: KubernetesObject },
  options: WriteOptions,
): KubernetesObject => {
  const { store, dryRun } = options;
  checkIdentity(kind, { before, given });
  const after = joined({ kind, before, given: withDefaults(kind, given), subresource: options.subresource });
  if (isDeepStrictEqual(after, before)) return before;
  if (hasGeneration(kind) && !isDeepStrictEqual(contentOf(after), contentOf(before)))
    after.metadata.generation = (before.metadata.generation ?? 0) + 1;
  check(kind, after, before);
  const owned = options.hasOwners === true ? after : withUpdate({ ...writer(options), before, after });
  if (dryRun) return owned;
  const isFinished =
    after.metadata.deletionTimestamp !== undefined &&
    (after.metadata.finalizers ?? []).length === 0 &&
    (after.metadata.deletionGracePeriodSeconds ?? 0) === 0;
  const kept = store.put(kind, owned);
  if (isFinished && kind.kind !== 'Namespace') store.remove(placeOf(kind, after));
  return kept;
};

/** Throws when the object is not the one that the writer has seen. */
const checkIdentity = (kind: ResourceKind, { before, given }: { before: KubernetesObject; given: KubernetesObject }): void => {
  const { name, uid } = before.metadata;
  const { resourceVersion } = given.metadata;
  if (given.metadata.uid !== undefined && given.metadata.uid !== uid)
    throw conflict(kind, {
      name,
      why:
        `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": StorageError: invalid object, Code: 4, ` +
        `UID in precondition: ${given.metadata.uid}, UID in object meta: ${String(uid)}`,
    });
  if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== before.metadata.resourceVersion)
    throw changedSince(kind, name);
};

// What the server alone decides stays; a write to one part leaves the other parts as they are.
const joined = ({
  kind,
  before,
  given,
  subresource,
}: {
  kind: ResourceKind;
  before: KubernetesObject;
  given: KubernetesObject;
  subresource: string | undefined;
}): KubernetesObject => {
  const whole = subresource === 'status' ? { ...before, status: given['status'] ?? {} } : { ...given };
  const kept: KubernetesObject = { ...whole, apiVersion: before.apiVersion, kind: before.kind, metadata: { ...whole.metadata } };
  if (subresource !== 'status' && kind.subresources.includes('status')) {
    delete kept['status'];
    if (before['status'] !== undefined) kept['status'] = before['status'];
  }
  for (const field of serverFields) delete kept.metadata[field];
  Object.assign(kept.metadata, serverPart(before.metadata));
  if (kept.metadata.managedFields === undefined && before.metadata.managedFields !== undefined)
    kept.metadata.managedFields = before.metadata.managedFields;
  return kept;
};

const serverFields: readonly string[] = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

const serverPart = (metadata: KubernetesObject['metadata']): JsonObject =>
  Object.fromEntries(Object.entries(metadata).filter(([field]) => serverFields.includes(field)));

const writer = ({ store, manager, subresource }: WriteOptions) => ({ manager, subresource, time: store.now() });

const checkNamespace = (store: Store, { kind, object }: { kind: ResourceKind; object: KubernetesObject }): void => {
  const namespaces = store.kind('Namespace');
  const name = object.metadata.namespace ?? '';
  const place: Place = { kind: namespaces, namespace: undefined, name };
  const namespace = store.get(place);
  if (namespace === undefined) throw notFound(namespaces, name);
  if (namespace.metadata.deletionTimestamp !== undefined)
    throw forbidden(
      `${resourceName(kind)} "${object.metadata.name}" is forbidden: unable to create new content in namespace ${name} ` +
        'because it is being terminated',
      { name: object.metadata.name, kind: kind.plural },
    );
};

const check = (kind: ResourceKind, object: KubernetesObject, before: KubernetesObject | undefined): void => {
  const causes = problemsOf(kind, object, before);
  if (causes.length > 0) throw invalid(kind, { name: object.metadata.name, causes });
};

const contentOf = ({ metadata: _metadata, status: _status, ...content }: KubernetesObject): JsonObject => content;

// Kinds without a desired state of their own carry none.
const plain = new Set([
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Event',
  'Endpoints',
  'Namespace',
  'Node',
  'Lease',
  'Service',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ControllerRevision',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'ResourceQuota',
  'LimitRange',
  'StorageClass',
  'HorizontalPodAutoscaler',
]);

const hasGeneration = (kind: ResourceKind): boolean => !plain.has(kind.kind);
