import * as z from 'zod';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import type { RolloutKind } from './rollout.ts';

const text = z.string().nullish();
const template = z.looseObject({
  spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), image: text })).nullish() }).nullish(),
});

const replicaSet = z.object({
  spec: z.object({ template }),
  status: z.object({ replicas: z.int().nullish(), readyReplicas: z.int().nullish() }).nullish(),
});
const controllerRevision = z.object({ revision: z.int(), data: z.object({ spec: z.object({ template }) }) });

/** One revision of a workload: the object that keeps it, and its template. */
export interface Revision {
  readonly revision: number;
  readonly object: KubernetesObject;
  readonly template: z.output<typeof template>;
  /** Pods of it; undefined for kinds that do not say. */
  readonly pods: number | undefined;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The revisions that the cluster keeps of a workload, the newest first. */
export const readRevisions = async ({
  reader,
  context,
  namespace,
  kind,
  uid,
  labels,
  signal,
}: {
  reader: KubernetesReader;
  context: string;
  namespace: string;
  kind: RolloutKind;
  /** Of the workload: only what it owns is one of its revisions. */
  uid: string;
  labels: string | undefined;
  signal: AbortSignal;
}): Promise<readonly Revision[]> => {
  const keeper = kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision';
  const objects = await reader.all({ context, namespace, kind: keeper, apiVersion: 'apps/v1', labels, signal });
  return objects
    .filter(({ metadata }) => (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid))
    .flatMap(kind === 'Deployment' ? ofReplicaSet : ofControllerRevision)
    .toSorted((one, other) => other.revision - one.revision);
};

const ofReplicaSet = (object: KubernetesObject): readonly Revision[] => {
  const parsed = replicaSet.safeParse(object);
  const revision = Number(object.metadata.annotations?.[revisionAnnotation] ?? '');
  if (!parsed.success || !Number.isInteger(revision) || revision < 1) return [];
  return [{ revision, object, template: parsed.data.spec.template, pods: parsed.data.status?.replicas ?? 0 }];
};

const ofControllerRevision = (object: KubernetesObject): readonly Revision[] => {
  const parsed = controllerRevision.safeParse(object);
  return parsed.success
    ? [{ revision: parsed.data.revision, object, template: parsed.data.data.spec.template, pods: undefined }]
    : [];
};
