import * as z from 'zod';

/** As much of a pod as a drain judges. */
export const drainedPod = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() })).nullish(),
    deletionTimestamp: z.string().nullish(),
  }),
  spec: z.object({
    nodeName: z.string().nullish(),
    volumes: z.array(z.looseObject({ name: z.string(), emptyDir: z.unknown().optional() })).nullish(),
  }),
  status: z.object({ phase: z.string().nullish() }).nullish(),
});
export type DrainedPod = z.output<typeof drainedPod>;

/** What is allowed beyond the pods that come back elsewhere by themselves. */
export interface DrainLeave {
  /** Pods of daemon sets stay where they are. */
  readonly ignoreDaemonsets: boolean;
  /** What pods keep in emptyDir volumes is lost. */
  readonly deleteEmptydirData: boolean;
  /** Pods of no controller are gone for good. */
  readonly deleteUnmanaged: boolean;
}

export interface DrainJudgement {
  readonly evict: readonly DrainedPod[];
  readonly stay: readonly DrainedPod[];
  /** What stands in the way until the caller allows it, with the argument that does. */
  readonly blocked: readonly { readonly pod: DrainedPod; readonly why: string; readonly argument: string }[];
  readonly losesData: readonly DrainedPod[];
  readonly unmanaged: readonly DrainedPod[];
}

/** Sorts the pods of a node into those that go and those that stay, by the rules of kubectl. */
export const judgePods = ({ pods, leave }: { pods: readonly DrainedPod[]; leave: DrainLeave }): DrainJudgement => {
  const moving = pods.filter((pod) => !staysAnyway(pod));
  const unfinished = (pod: DrainedPod): boolean => !isFinished(pod);
  const ofDaemons = moving.filter((pod) => controllerOf(pod) === 'DaemonSet' && unfinished(pod));
  const others = moving.filter((pod) => !ofDaemons.includes(pod));
  const unmanaged = others.filter((pod) => controllerOf(pod) === undefined && unfinished(pod));
  const losesData = others.filter((pod) => hasEmptyDir(pod) && unfinished(pod));
  return {
    evict: others,
    stay: [...pods.filter(staysAnyway), ...ofDaemons],
    blocked: [
      ...(leave.ignoreDaemonsets ? [] : ofDaemons.map((pod) => ({ pod, why: 'of a daemon set', argument: 'ignore_daemonsets' }))),
      ...(leave.deleteUnmanaged ? [] : unmanaged.map((pod) => ({ pod, why: 'of no controller', argument: 'delete_unmanaged' }))),
      ...(leave.deleteEmptydirData
        ? []
        : losesData.map((pod) => ({ pod, why: 'with data in an emptyDir', argument: 'delete_emptydir_data' }))),
    ],
    losesData,
    unmanaged,
  };
};

// The kubelet runs these from files of its own: the API cannot end them.
const staysAnyway = ({ metadata }: DrainedPod): boolean => metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
const isFinished = ({ status }: DrainedPod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';
const hasEmptyDir = ({ spec }: DrainedPod): boolean => (spec.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined);
const controllerOf = ({ metadata }: DrainedPod): string | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true)?.kind;
