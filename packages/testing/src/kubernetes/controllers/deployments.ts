import type { KubernetesObject } from '../model/object.ts';
import { numberAt, objectAt } from '../model/object.ts';
import type { Cluster, Controller } from './cluster.ts';
import { change, drop, ownedBy } from './cluster.ts';
import { reportDeployment } from './deployment-status.ts';
import { currentSet, revisionAnnotation, revisionOf } from './revisions.ts';
import { rollOut } from './roll-out.ts';

/** Takes every deployment towards its template and its count, a step at a time. */
export const runDeployments: Controller = (cluster) => {
  const { store } = cluster;
  for (const { metadata } of store.list(store.kind('Deployment'))) {
    if (metadata.deletionTimestamp !== undefined) continue;
    const place = { kind: store.kind('Deployment'), namespace: metadata.namespace, name: metadata.name };
    const read = () => store.get(place);
    let deployment = read();
    if (deployment === undefined) continue;
    const isPaused = objectAt(deployment, 'spec')['paused'] === true;
    const current = currentSet(cluster, deployment, { mayMake: !isPaused });
    if (current !== undefined) noteRevision(cluster, deployment, current);
    deployment = read() ?? deployment;
    if (current === undefined || isPaused) scaleSets(cluster, deployment);
    else rollOut(cluster, deployment, current);
    forgetOldSets(cluster, deployment, current);
    reportDeployment(cluster, deployment);
  }
};

const noteRevision = (cluster: Cluster, deployment: KubernetesObject, current: KubernetesObject): void => {
  const { annotations = {} } = deployment.metadata;
  const revision = String(revisionOf(current));
  if (annotations[revisionAnnotation] === revision) return;
  change(cluster, cluster.store.kind('Deployment'), {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: { ...annotations, [revisionAnnotation]: revision } },
  });
};

// Without a roll-out, a new count goes to the set that is in use; the newest of them where there are several.
const scaleSets = (cluster: Cluster, deployment: KubernetesObject): void => {
  const kind = cluster.store.kind('ReplicaSet');
  const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const sets = ownedBy(cluster, deployment, kind).toSorted((one, other) => revisionOf(other) - revisionOf(one));
  const used = sets.filter((set) => (numberAt(set, 'spec', 'replicas') ?? 0) > 0);
  const [first] = used.length > 0 ? used : sets;
  if (first === undefined) return;
  const others = used.filter((set) => set !== first).reduce((sum, set) => sum + (numberAt(set, 'spec', 'replicas') ?? 0), 0);
  const replicas = Math.max(0, wanted - others);
  if (replicas !== numberAt(first, 'spec', 'replicas'))
    change(cluster, kind, { ...first, spec: { ...objectAt(first, 'spec'), replicas } });
};

const forgetOldSets = (cluster: Cluster, deployment: KubernetesObject, current: KubernetesObject | undefined): void => {
  const kind = cluster.store.kind('ReplicaSet');
  const unused = ownedBy(cluster, deployment, kind)
    .filter(({ metadata }) => metadata.uid !== current?.metadata.uid)
    .filter((set) => numberAt(set, 'spec', 'replicas') === 0 && numberAt(set, 'status', 'replicas') === 0)
    .toSorted((one, other) => revisionOf(one) - revisionOf(other));
  const limit = numberAt(deployment, 'spec', 'revisionHistoryLimit') ?? 10;
  for (const set of unused.slice(0, Math.max(0, unused.length - limit))) drop(cluster, kind, set);
};
