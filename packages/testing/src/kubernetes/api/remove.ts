import type { JsonObject } from '@lineclear/core/plugin';
import type { RecordedRequest } from '../../http/route.ts';
import type { KubernetesObject } from '../model/object.ts';
import { numberAt, textAt } from '../model/object.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { resourceName } from '../model/kinds.ts';
import type { Store } from '../world/store.ts';
import { placeOf } from '../world/store.ts';
import { badRequest, conflict } from './status.ts';

export interface DeleteOptions {
  readonly gracePeriodS: number | undefined;
  readonly propagation: string;
  readonly preconditions: { readonly uid: string; readonly resourceVersion: string };
  readonly dryRun: boolean;
}

/** How a deletion is wanted: from the body, or from the query where there is none. */
export const deleteOptionsOf = ({ query, json }: RecordedRequest, body: JsonObject): DeleteOptions => {
  const propagation = textAt(body, 'propagationPolicy') || (query['propagationPolicy'] ?? 'Background');
  if (!['Background', 'Foreground', 'Orphan'].includes(propagation))
    throw badRequest(`invalid propagation policy ${JSON.stringify(propagation)}`);
  const grace = query['gracePeriodSeconds'];
  return {
    gracePeriodS: numberAt(body, 'gracePeriodSeconds') ?? (grace === undefined ? undefined : Number(grace)),
    propagation,
    preconditions: {
      uid: textAt(body, 'preconditions', 'uid'),
      resourceVersion: textAt(body, 'preconditions', 'resourceVersion'),
    },
    dryRun: query['dryRun'] === 'All' || (json !== undefined && JSON.stringify(body['dryRun'] ?? []) === '["All"]'),
  };
};

/**
 * Takes an object away, or marks it where something has still to happen first: the end of its processes, its
 * finalizers, its dependents. Yields the object as it is left, and whether it is gone.
 */
export const deleteObject = (
  kind: ResourceKind,
  object: KubernetesObject,
  { store, options }: { store: Store; options: DeleteOptions },
): { object: KubernetesObject; isGone: boolean } => {
  checkPreconditions(kind, object, options);
  const marked = structuredClone(object);
  const { metadata } = marked;
  const grace =
    kind.kind === 'Pod' ? (options.gracePeriodS ?? numberAt(object, 'spec', 'terminationGracePeriodSeconds') ?? 30) : 0;
  // A pod that was never given a node has nothing to end.
  const graceS = textAt(object, 'spec', 'nodeName') === '' ? 0 : grace;
  if (options.propagation === 'Foreground') metadata.finalizers = added(metadata.finalizers, 'foregroundDeletion');
  if (options.propagation === 'Orphan') metadata.finalizers = added(metadata.finalizers, 'orphan');
  const waits = graceS > 0 || (metadata.finalizers ?? []).length > 0 || kind.kind === 'Namespace';
  if (options.dryRun) return { object, isGone: !waits };
  if (!waits) {
    store.remove(placeOf(kind, object));
    return { object, isGone: true };
  }
  metadata.deletionTimestamp ??= later(store, graceS);
  metadata.deletionGracePeriodSeconds = graceS;
  if (metadata.generation !== undefined) metadata.generation += 1;
  if (kind.kind === 'Namespace') marked['status'] = { phase: 'Terminating' };
  return { object: store.put(kind, marked), isGone: false };
};

const checkPreconditions = (kind: ResourceKind, { metadata }: KubernetesObject, { preconditions }: DeleteOptions): void => {
  const { name, uid, resourceVersion } = metadata;
  const refuse = (what: string, wanted: string, found: string | undefined) =>
    conflict(kind, {
      name,
      why:
        `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": the ${what} in the precondition (${wanted}) ` +
        `does not match the ${what} in record (${found ?? ''}). The object might have been deleted and then recreated`,
    });
  if (preconditions.uid !== '' && preconditions.uid !== uid) throw refuse('UID', preconditions.uid, uid);
  if (preconditions.resourceVersion !== '' && preconditions.resourceVersion !== resourceVersion)
    throw refuse('ResourceVersion', preconditions.resourceVersion, resourceVersion);
};

const added = (finalizers: readonly string[] | undefined, one: string): string[] => [...new Set([...(finalizers ?? []), one])];

const later = (store: Store, seconds: number): string =>
  `${new Date(store.clock.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
