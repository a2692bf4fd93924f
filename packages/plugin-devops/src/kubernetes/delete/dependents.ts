import { LineclearError } from '@lineclear/core/plugin';
import type { KubernetesReader, Target } from '../client/kubernetes-reader.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';

/** An object that belongs to another one. */
export interface Dependent {
  readonly kind: string;
  readonly name: string;
}

/** Kinds that controllers make for the objects that people make. */
const ownedKinds = ['ReplicaSet', 'Pod', 'Job', 'ControllerRevision', 'PersistentVolumeClaim'] as const;

/** What a cluster collects after an object is gone: what it owns, and what that owns. `unseen` are kinds that could not be listed. */
export const dependentsOf = async ({
  reader,
  target: { context, namespace },
  uid,
  signal,
}: {
  reader: KubernetesReader;
  target: Target;
  uid: string;
  signal: AbortSignal;
}): Promise<{ readonly found: readonly Dependent[]; readonly unseen: readonly string[] }> => {
  const lists = await Promise.all(
    ownedKinds.map(async (kind) => {
      try {
        return { kind, items: await reader.all({ context, namespace, kind, signal }) };
      } catch (error) {
        if (!LineclearError.is(error) || !['forbidden', 'unsupported', 'not_found'].includes(error.code)) throw error;
        return { kind, items: undefined };
      }
    }),
  );
  const owned = lists.flatMap(({ kind, items }) => (items ?? []).map((object) => ({ kind, object })));
  const found: Dependent[] = [];
  const owners = new Set([uid]);
  for (let isMore = true; isMore;) {
    const next = owned.filter(({ object }) => !owners.has(object.metadata.uid ?? '') && isOwned({ object, owners }));
    for (const { kind, object } of next) {
      owners.add(object.metadata.uid ?? '');
      found.push({ kind, name: object.metadata.name ?? '' });
    }
    isMore = next.length > 0;
  }
  return { found, unseen: lists.flatMap(({ kind, items }) => (items === undefined ? [kind] : [])) };
};

const isOwned = ({ object, owners }: { object: KubernetesObject; owners: ReadonlySet<string> }): boolean =>
  (object.metadata.ownerReferences ?? []).some(({ uid }) => owners.has(uid));
