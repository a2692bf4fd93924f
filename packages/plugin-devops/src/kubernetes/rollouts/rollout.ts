import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';

export const rolloutKind = z.enum(['Deployment', 'StatefulSet', 'DaemonSet']);
export type RolloutKind = z.output<typeof rolloutKind>;

const count = z.int().nullish();
const text = z.string().nullish();

/** The parts of a workload that say how far its rollout is. */
const rolling = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string().nullish(),
    generation: count,
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.object({
    replicas: count,
    paused: z.boolean().nullish(),
    selector: z.unknown(),
    updateStrategy: z.object({ type: text, rollingUpdate: z.object({ partition: count }).nullish() }).nullish(),
  }),
  status: z
    .object({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      currentRevision: text,
      updateRevision: text,
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberReady: count,
      numberAvailable: count,
      conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: text, message: text })).nullish(),
    })
    .nullish(),
});
export type Rolling = z.output<typeof rolling>;

/** An object as a workload; `upstream_error` where it is none. */
export const toRolling = (object: KubernetesObject): Rolling => {
  const parsed = rolling.safeParse(object);
  if (parsed.success) return parsed.data;
  throw new LineclearError('upstream_error', 'The cluster answered with a workload in an unexpected shape.', {
    details: { reason: 'shape' },
  });
};

export const rolloutState = z.enum(['complete', 'progressing', 'paused', 'failed', 'unobserved']);
export interface RolloutProgress {
  readonly state: z.output<typeof rolloutState>;
  /** One sentence of ours; what the cluster says is in `reason`. */
  readonly message: string;
  /** What the cluster says of why it does not go on. */
  readonly reason: string | undefined;
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

/** How far a rollout is, judged as `kubectl rollout status` does. */
export const progressOf = ({ kind, workload }: { kind: RolloutKind; workload: Rolling }): RolloutProgress => {
  const counts = countsOf({ kind, workload });
  const problem = (workload.status?.conditions ?? []).find(
    ({ type, status }) => (type === 'ReplicaFailure' && status === 'True') || (type === 'Progressing' && status === 'False'),
  );
  const reason =
    problem === undefined ? undefined : [problem.reason, problem.message].filter(Boolean).join(': ').slice(0, 500).toWellFormed();
  return { ...counts, reason, ...judge({ kind, workload, counts }) };
};

type Counts = Pick<RolloutProgress, 'desired' | 'updated' | 'ready' | 'available'>;

const countsOf = ({ kind, workload: { spec, status } }: { kind: RolloutKind; workload: Rolling }): Counts =>
  kind === 'DaemonSet'
    ? {
        desired: status?.desiredNumberScheduled ?? 0,
        updated: status?.updatedNumberScheduled ?? 0,
        ready: status?.numberReady ?? 0,
        available: status?.numberAvailable ?? 0,
      }
    : {
        desired: spec.replicas ?? 1,
        updated: status?.updatedReplicas ?? 0,
        ready: status?.readyReplicas ?? 0,
        available: status?.availableReplicas ?? 0,
      };

const judge = ({
  kind,
  workload,
  counts,
}: {
  kind: RolloutKind;
  workload: Rolling;
  counts: Counts;
}): Pick<RolloutProgress, 'state' | 'message'> => {
  const { metadata, spec, status } = workload;
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { state: 'unobserved', message: 'The cluster has not seen the last change yet.' };
  if (kind === 'StatefulSet') return judgeStatefulSet({ workload, counts });
  const { desired, updated, available } = counts;
  if (kind === 'Deployment') {
    const hasFailed = (status?.conditions ?? []).some(
      ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
    );
    if (hasFailed) return { state: 'failed', message: 'It made no progress within its deadline.' };
  }
  const old = Math.max(0, (status?.replicas ?? 0) - updated);
  const isBehind =
    updated < desired || (kind === 'Deployment' && old > 0) || available < (kind === 'Deployment' ? updated : desired);
  if (!isBehind) return { state: 'complete', message: 'It is rolled out.' };
  if (spec.paused === true) return { state: 'paused', message: 'It is paused before its end.' };
  if (updated < desired) return { state: 'progressing', message: `${updated} of ${desired} pods are of the new revision.` };
  if (kind === 'Deployment' && old > 0) return { state: 'progressing', message: `${old} pods of old revisions are still there.` };
  return { state: 'progressing', message: `${available} of ${updated} new pods are available.` };
};

const judgeStatefulSet = ({
  workload: { spec, status },
  counts,
}: {
  workload: Rolling;
  counts: Counts;
}): Pick<RolloutProgress, 'state' | 'message'> => {
  if (spec.updateStrategy?.type === 'OnDelete')
    return { state: 'complete', message: 'Pods get the new revision when they are deleted (OnDelete).' };
  const { desired, updated, ready } = counts;
  if (ready < desired) return { state: 'progressing', message: `${ready} of ${desired} pods are ready.` };
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  if (partition > 0) {
    const wanted = Math.max(0, desired - partition);
    return updated < wanted
      ? { state: 'progressing', message: `${updated} of ${wanted} pods are of the new revision (partition ${partition}).` }
      : { state: 'complete', message: `The part that its partition lets through is rolled out (${updated} pods).` };
  }
  return status?.updateRevision === status?.currentRevision || updated >= desired
    ? { state: 'complete', message: 'It is rolled out.' }
    : { state: 'progressing', message: `${updated} of ${desired} pods are of the new revision.` };
};
