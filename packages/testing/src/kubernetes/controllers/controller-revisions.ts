import type { KubernetesObject } from '../model/object.ts';
import { numberAt, objectAt, textsAt } from '../model/object.ts';
import type { Cluster } from './cluster.ts';
import { change, drop, hashOf, make, ownedBy, ownerOf } from './cluster.ts';

export const revisionLabel = 'controller-revision-hash';

/** Keeps the template of a stateful set or a daemon set as its newest revision; yields the revision's name and hash. */
export const noteTemplate = (cluster: Cluster, owner: KubernetesObject): { name: string; hash: string } => {
  const { store } = cluster;
  const kind = store.kind('ControllerRevision');
  const template = objectAt(owner, 'spec', 'template');
  const hash = hashOf(template, 10);
  const revisions = ownedBy(cluster, owner, kind).toSorted((one, other) => numberOf(one) - numberOf(other));
  const found = revisions.find(({ metadata }) => metadata.labels?.[revisionLabel] === hash);
  const newest = numberOf(revisions.at(-1));
  const name = `${owner.metadata.name}-${hash}`;
  const { namespace = '' } = owner.metadata;
  if (found !== undefined && numberOf(found) < newest) change(cluster, kind, { ...found, revision: newest + 1 });
  if (found === undefined)
    make(cluster, kind, {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels: { ...textsAt(template, 'metadata', 'labels'), [revisionLabel]: hash },
        ownerReferences: [ownerOf(owner)],
      },
      data: { spec: { template: { ...template, $patch: 'replace' } } },
      revision: newest + 1,
    });
  const limit = (numberAt(owner, 'spec', 'revisionHistoryLimit') ?? 10) + 1;
  const surplus = found === undefined ? revisions.length + 1 - limit : revisions.length - limit;
  for (const revision of revisions.slice(0, Math.max(0, surplus))) drop(cluster, kind, revision);
  return { name, hash };
};

const numberOf = (revision: KubernetesObject | undefined): number => numberAt(revision, 'revision') ?? 0;
