import { numberAt, textAt } from '../model/object.ts';
import type { Controller } from './cluster.ts';
import { ownedBy, report } from './cluster.ts';
import { nextPodName, startPod, withoutZeros } from './replicas.ts';

/** Runs the pods of every job until enough of them have succeeded, or too many have failed. */
export const runJobs: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('Job');
  for (const job of store.list(kind)) {
    if (job.metadata.deletionTimestamp !== undefined) continue;
    const pods = ownedBy(cluster, job, store.kind('Pod'));
    const count = (phase: string) => pods.filter((pod) => textAt(pod, 'status', 'phase') === phase).length;
    const [succeeded, failed] = [count('Succeeded'), count('Failed')];
    const completions = numberAt(job, 'spec', 'completions') ?? 1;
    const isComplete = succeeded >= completions;
    const isFailed = !isComplete && failed > (numberAt(job, 'spec', 'backoffLimit') ?? 6);
    const isSuspended = JSON.stringify(job['spec']).includes('"suspend":true');
    const active = pods.length - succeeded - failed;
    const wanted = Math.min(numberAt(job, 'spec', 'parallelism') ?? 1, completions - succeeded);
    if (!isComplete && !isFailed && !isSuspended)
      for (let running = active; running < wanted; running += 1)
        startPod(cluster, job, { name: nextPodName(cluster, job), component: 'job-controller' });
    const now = store.now();
    const ended =
      isComplete || isFailed ? { type: isComplete ? 'Complete' : 'Failed', status: 'True', ...reasonOf(isComplete) } : undefined;
    if (
      textAt(job, 'status', 'startTime') !== '' &&
      ended !== undefined &&
      JSON.stringify(job['status']).includes('"conditions"')
    )
      continue;
    report(
      cluster,
      kind,
      job,
      withoutZeros({
        startTime: textAt(job, 'status', 'startTime') || now,
        active,
        ready: active,
        succeeded,
        failed,
        ...(ended !== undefined && { conditions: [{ ...ended, lastProbeTime: now, lastTransitionTime: now }] }),
        ...(isComplete && { completionTime: now }),
      }),
    );
  }
};

const reasonOf = (isComplete: boolean) =>
  isComplete
    ? { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
    : { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
