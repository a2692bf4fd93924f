import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { numberAt, objectAt, textsAt } from '../model/object.ts';
import type { Cluster } from './cluster.ts';
import { change, hashOf, make, ownedBy, ownerOf } from './cluster.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** Which revision of its deployment a replica set is. */
export const revisionOf = (set: KubernetesObject): number => Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);

/** The replica set of the deployment's template: the one that is there, as the newest revision, or a new one. */
export const currentSet = (
  cluster: Cluster,
  deployment: KubernetesObject,
  { mayMake }: { mayMake: boolean },
): KubernetesObject | undefined => {
  const kind = cluster.store.kind('ReplicaSet');
  const sets = ownedBy(cluster, deployment, kind);
  const template = objectAt(deployment, 'spec', 'template');
  const found = sets.find((set) => isDeepStrictEqual(withoutHash(objectAt(set, 'spec', 'template')), template));
  const newest = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf));
  if (found === undefined) return mayMake ? makeSet(cluster, deployment, newest + 1) : undefined;
  if (!mayMake) return found;
  const before = revisionOf(found);
  const revision = Math.max(before, newest + 1);
  const { annotations = {} } = found.metadata;
  const wanted = { ...annotations, ...copied(deployment), [revisionAnnotation]: String(revision) };
  // An earlier template that is in use again keeps the numbers that it had.
  if (revision !== before) {
    const history = annotations[historyAnnotation];
    Object.assign(wanted, { [historyAnnotation]: history === undefined ? String(before) : `${history},${before}` });
  }
  if (isDeepStrictEqual(wanted, annotations)) return found;
  const renumbered = { ...found, metadata: { ...found.metadata, annotations: wanted } };
  change(cluster, kind, renumbered);
  return renumbered;
};

const historyAnnotation = 'deployment.kubernetes.io/revision-history';

const makeSet = (cluster: Cluster, deployment: KubernetesObject, revision: number): KubernetesObject | undefined => {
  const { name, namespace = '' } = deployment.metadata;
  const template = objectAt(deployment, 'spec', 'template');
  const hash = hashOf(template, 10);
  const labels = { ...textsAt(template, 'metadata', 'labels'), [hashLabel]: hash };
  return make(cluster, cluster.store.kind('ReplicaSet'), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { ...copied(deployment), [revisionAnnotation]: String(revision) },
      ownerReferences: [ownerOf(deployment)],
    },
    spec: {
      replicas: 0,
      selector: withLabel(objectAt(deployment, 'spec', 'selector'), hash),
      template: { ...template, metadata: { ...objectAt(template, 'metadata'), labels } },
      ...(numberAt(deployment, 'spec', 'minReadySeconds') !== undefined && {
        minReadySeconds: numberAt(deployment, 'spec', 'minReadySeconds') ?? 0,
      }),
    },
  });
};

// What speaks of the deployment itself is not copied to its sets.
const own = ['kubectl.kubernetes.io/last-applied-configuration', revisionAnnotation, historyAnnotation];

const copied = ({ metadata: { annotations = {} } }: KubernetesObject): Record<string, string> =>
  Object.fromEntries(Object.entries(annotations).filter(([name]) => !own.includes(name)));

const withLabel = (selector: JsonObject, hash: string): JsonObject => ({
  ...selector,
  matchLabels: { ...textsAt(selector, 'matchLabels'), [hashLabel]: hash },
});

const withoutHash = (template: JsonObject): JsonObject => {
  const { [hashLabel]: _, ...labels } = textsAt(template, 'metadata', 'labels');
  return { ...template, metadata: { ...objectAt(template, 'metadata'), labels } };
};
