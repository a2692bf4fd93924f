import * as z from 'zod';
import { pod, podState } from '../../pods/pod.ts';
import { type RowOf, row } from './row.ts';

const count = z.int().nullish();
const images = z.object({
  spec: z.object({ containers: z.array(z.object({ image: z.string().nullish() })).nullish() }).nullish(),
});
const imagesOf = (template: z.output<typeof images> | null | undefined): string =>
  (template?.spec?.containers ?? []).map(({ image }) => image ?? '?').join(', ');

const workload = z.object({
  spec: z.object({ replicas: count, paused: z.boolean().nullish(), template: images.nullish() }).nullish(),
  status: z
    .object({
      replicas: count,
      readyReplicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      desiredNumberScheduled: count,
      numberReady: count,
      updatedNumberScheduled: count,
      numberAvailable: count,
    })
    .nullish(),
});

const job = z.object({
  spec: z.object({ completions: count, suspend: z.boolean().nullish() }).nullish(),
  status: z.object({ active: count, succeeded: count, failed: count }).nullish(),
});

const cronJob = z.object({
  spec: z.object({ schedule: z.string().nullish(), suspend: z.boolean().nullish() }).nullish(),
  status: z.object({ active: z.array(z.unknown()).nullish(), lastScheduleTime: z.string().nullish() }).nullish(),
});

const scaler = z.object({
  spec: z
    .object({
      minReplicas: count,
      maxReplicas: count,
      scaleTargetRef: z.object({ kind: z.string(), name: z.string() }).nullish(),
    })
    .nullish(),
  status: z.object({ currentReplicas: count, desiredReplicas: count }).nullish(),
});

/** What a list says of what runs. */
export const workloadRows: Readonly<Record<string, RowOf>> = {
  Pod: row(pod, (one) => {
    const { status, ready, containers, restarts } = podState(one);
    return { status, ready: `${ready}/${containers}`, restarts, node: one.spec.nodeName };
  }),
  Deployment: row(workload, ({ spec, status }) => ({
    ready: `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    paused: spec?.paused === true ? true : undefined,
    images: imagesOf(spec?.template),
  })),
  ReplicaSet: row(workload, ({ spec, status }) => ({
    desired: spec?.replicas ?? 1,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    images: imagesOf(spec?.template),
  })),
  StatefulSet: row(workload, ({ spec, status }) => ({
    ready: `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`,
    updated: status?.updatedReplicas ?? 0,
    images: imagesOf(spec?.template),
  })),
  DaemonSet: row(workload, ({ spec, status }) => ({
    desired: status?.desiredNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
    available: status?.numberAvailable ?? 0,
    images: imagesOf(spec?.template),
  })),
  Job: row(job, ({ spec, status }) => ({
    completions: `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`,
    active: status?.active ?? 0,
    failed: status?.failed ?? 0,
    suspended: spec?.suspend === true ? true : undefined,
  })),
  CronJob: row(cronJob, ({ spec, status }) => ({
    schedule: spec?.schedule,
    suspended: spec?.suspend === true ? true : undefined,
    active: status?.active?.length ?? 0,
    last_schedule: status?.lastScheduleTime,
  })),
  HorizontalPodAutoscaler: row(scaler, ({ spec, status }) => ({
    scales: spec?.scaleTargetRef == null ? undefined : `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    min: spec?.minReplicas ?? 1,
    max: spec?.maxReplicas,
    current: status?.currentReplicas ?? 0,
    desired: status?.desiredReplicas,
  })),
};
