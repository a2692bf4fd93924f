import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { objectAt, textAt, textsAt } from '../model/object.ts';
import { isReady } from '../model/pods.ts';
import type { Cluster } from './cluster.ts';
import { drop, hashOf, make, ownedBy, ownerOf } from './cluster.ts';
import { tell } from './events.ts';

/** The pods of a workload that are not on their way out. */
export const livePods = (cluster: Cluster, owner: KubernetesObject): readonly KubernetesObject[] =>
  ownedBy(cluster, owner, cluster.store.kind('Pod')).filter(
    ({ metadata, ...pod }) =>
      metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')),
  );

/** Starts a pod from the template of a workload. */
export const startPod = (
  cluster: Cluster,
  owner: KubernetesObject,
  {
    name,
    labels = {},
    spec = {},
    component,
  }: { name: string; labels?: Record<string, string>; spec?: JsonObject; component: string },
): void => {
  const template = objectAt(owner, 'spec', 'template');
  const { namespace = '' } = owner.metadata;
  const annotations = textsAt(template, 'metadata', 'annotations');
  const pod = make(cluster, cluster.store.kind('Pod'), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { ...textsAt(template, 'metadata', 'labels'), ...labels },
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [ownerOf(owner)],
    },
    spec: { ...objectAt(template, 'spec'), ...spec },
  });
  if (pod === undefined) return;
  tell(cluster, { object: owner, reason: 'SuccessfulCreate', message: `Created pod: ${name}`, component });
};

/** Ends a pod of a workload. */
export const endPod = (
  cluster: Cluster,
  owner: KubernetesObject,
  { pod, component }: { pod: KubernetesObject; component: string },
) => {
  drop(cluster, cluster.store.kind('Pod'), pod);
  tell(cluster, { object: owner, reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}`, component });
};

/** A name for the next pod of a workload that no other pod has. */
export const nextPodName = ({ store }: Cluster, owner: KubernetesObject): string => {
  for (let index = 0; ; index += 1) {
    const name = `${owner.metadata.name}-${hashOf([owner.metadata.uid, store.version, index], 5)}`;
    if (store.get({ kind: store.kind('Pod'), namespace: owner.metadata.namespace, name }) === undefined) return name;
  }
};

/** How many there are, and how many of them take requests. */
export const countOf = (pods: readonly KubernetesObject[]): { replicas: number; ready: number } => ({
  replicas: pods.length,
  ready: pods.filter(isReady).length,
});

/** A status without the counts that are zero: the API leaves them out. */
export const withoutZeros = (status: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(status).filter(([name, value]) => value !== 0 || name === 'replicas'));
