import * as z from 'zod';

const waitingOr = z.object({ reason: z.string().nullish(), message: z.string().nullish() });
const ended = waitingOr.extend({ exitCode: z.int().nullish(), signal: z.int().nullish(), finishedAt: z.string().nullish() });
const state = z.object({
  waiting: waitingOr.nullish(),
  running: z.object({ startedAt: z.string().nullish() }).nullish(),
  terminated: ended.nullish(),
});

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean().nullish(),
  started: z.boolean().nullish(),
  restartCount: z.int().nullish(),
  image: z.string().nullish(),
  state: state.nullish(),
  lastState: state.nullish(),
});
export type ContainerStatus = z.output<typeof containerStatus>;

const container = z.object({ name: z.string(), image: z.string().nullish(), restartPolicy: z.string().nullish() });

/** The parts of a pod that are read; one that has just been made has hardly any status. */
export const pod = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().nullish(),
    uid: z.string().nullish(),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    ownerReferences: z
      .array(z.object({ kind: z.string(), name: z.string(), uid: z.string(), controller: z.boolean().nullish() }))
      .nullish(),
  }),
  spec: z.object({
    nodeName: z.string().nullish(),
    containers: z.array(container),
    initContainers: z.array(container).nullish(),
    ephemeralContainers: z.array(container).nullish(),
  }),
  status: z
    .object({
      phase: z.string().nullish(),
      reason: z.string().nullish(),
      message: z.string().nullish(),
      podIP: z.string().nullish(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), reason: z.string().nullish(), message: z.string().nullish() }))
        .nullish(),
      containerStatuses: z.array(containerStatus).nullish(),
      initContainerStatuses: z.array(containerStatus).nullish(),
    })
    .nullish(),
});
export type Pod = z.output<typeof pod>;

export interface PodState {
  /** What kubectl shows as STATUS: `Running`, `CrashLoopBackOff`, `Init:1/2`, `Terminating`. */
  readonly status: string;
  readonly ready: number;
  readonly containers: number;
  readonly restarts: number;
}

/** How a pod is, as kubectl says it: https://github.com/kubernetes/kubernetes/blob/master/pkg/printers/internalversion/printers.go */
export const podState = ({ metadata, spec, status }: Pod): PodState => {
  const own = status?.containerStatuses ?? [];
  const initial = initialState({ spec, statuses: status?.initContainerStatuses ?? [] });
  const restarts = (list: readonly ContainerStatus[]): number =>
    list.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
  const ready = own.filter((one) => one.ready === true && one.state?.running != null).length;
  const facts = {
    ready,
    containers: spec.containers.length,
    restarts: initial === undefined ? restarts(own) : restarts(status?.initContainerStatuses ?? []),
  };
  const isGone = status?.reason === 'NodeLost';
  if (metadata.deletionTimestamp != null) return { ...facts, status: isGone ? 'Unknown' : 'Terminating' };
  const base = status?.reason ?? status?.phase ?? 'Unknown';
  return { ...facts, status: initial ?? containersState({ base, own, isReady: hasCondition({ status, type: 'Ready' }) }) };
};

const hasCondition = ({ status, type }: { status: Pod['status']; type: string }): boolean =>
  (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');

// The first container is judged last, and so has the last word.
const containersState = ({ base, own, isReady }: { base: string; own: readonly ContainerStatus[]; isReady: boolean }): string => {
  let shown = base;
  let isAnyRunning = false;
  for (const { ready, state: now } of own.toReversed()) {
    if (now?.waiting?.reason) shown = now.waiting.reason;
    else if (now?.terminated != null) shown = endOf(now.terminated);
    else if (ready === true && now?.running != null) isAnyRunning = true;
  }
  if (shown !== 'Completed' || !isAnyRunning) return shown;
  return isReady ? 'Running' : 'NotReady';
};

const initialState = ({ spec, statuses }: { spec: Pod['spec']; statuses: readonly ContainerStatus[] }): string | undefined => {
  const sidecars = new Set(
    (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  for (const [index, { name, state: now, started }] of statuses.entries()) {
    if (now?.terminated?.exitCode === 0 || (sidecars.has(name) && started === true)) continue;
    if (now?.terminated != null) return `Init:${endOf(now.terminated)}`;
    const waiting = now?.waiting?.reason;
    if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${index}/${spec.initContainers?.length ?? 0}`;
  }
  return undefined;
};

const endOf = ({ reason, signal, exitCode }: z.output<typeof ended>): string => {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
};
