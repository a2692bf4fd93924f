import type { Evidence } from './evidence.ts';
import { judgeMissing } from './judge-missing.ts';
import { judgeEnd } from './judge-end.ts';
import type { Finding, Judgement } from './judgement.ts';
import { readProgress } from './progress.ts';
import { statusOf } from './task-state.ts';
import { tracesOf } from './traces.ts';

export type { Judgement } from './judgement.ts';

/**
 * Says what is true of a task. What a worker has now comes before what is recorded of the past, and a record before events. Silence is
 * no evidence: a task is never called lost while a worker has not answered.
 */
export const judge = (evidence: Evidence): Judgement => {
  const finding = withDoubt({ finding: find(evidence), evidence });
  return { ...finding, status: statusOf(finding.state), notes: [...(finding.notes ?? []), ...generalNotes(evidence)] };
};

const find = (evidence: Evidence): Finding => {
  const { record, waiting, atWorker } = evidence;
  const end = judgeEnd(evidence);
  // A REVOKED record does not end what a worker still runs; and what waits in a worker is never run then.
  if (end !== undefined && (record.kind !== 'found' || record.result.status !== 'REVOKED' || atWorker?.place !== 'active'))
    return end;
  if (atWorker !== undefined) return judgeAtWorker({ evidence, atWorker });
  if (waiting !== undefined) return judgeWaiting({ evidence, waiting });
  return judgeMissing(evidence);
};

/** How long workers may take to come back after the broker was away, in milliseconds. */
const returnMs = 30_000;

/** Workers lose their broker as well as we do, and some come back sooner than others. */
const withDoubt = ({ finding, evidence: { gapAtMs, nowMs } }: { finding: Finding; evidence: Evidence }): Finding =>
  finding.state === 'lost' && gapAtMs !== undefined && nowMs - gapAtMs < returnMs
    ? {
        ...finding,
        state: 'stalled',
        reason: 'No worker has it, and the broker was away a moment ago: its worker may come back.',
      }
    : finding;

const judgeAtWorker = ({
  evidence,
  atWorker: { worker, place, task },
}: {
  evidence: Evidence;
  atWorker: NonNullable<Evidence['atWorker']>;
}): Finding => {
  const { record, nowMs } = evidence;
  const { retries, startedAtMs } = tracesOf(evidence);
  const queue = task.queue ?? evidence.ledger?.queue;
  const status = record.kind === 'found' ? record.result.status : undefined;
  const at = { worker, queue, retries };
  if (place === 'active') {
    const began = task.startedAtMs ?? startedAtMs;
    return {
      state: 'running',
      ...at,
      pid: task.pid,
      startedAtMs: began,
      // Clocks of workers differ.
      runtimeS: began === undefined ? undefined : Math.max(0, (nowMs - began) / 1_000),
      progress: record.kind === 'found' && !record.result.isFinal ? readProgress(record.result.value) : undefined,
      ...(status === 'REVOKED'
        ? { notes: ['Celery has recorded it as revoked, and a worker still runs it: its end may overwrite that.'] }
        : {}),
    };
  }
  const etaMs = task.etaMs ?? evidence.held?.task.etaMs ?? evidence.ledger?.eta_at;
  if (status === 'RETRY') return { state: 'retrying', ...at, etaMs, ...errorOf(evidence) };
  if (place === 'scheduled') return { state: 'scheduled', ...at, etaMs };
  if (place === 'reserved') return { state: 'reserved', ...at };
  return {
    state: 'held',
    ...at,
    etaMs,
    reason: 'A worker has it and neither runs it nor has it in line: it waits for its time, or for its rate limit.',
  };
};

const judgeWaiting = ({
  evidence,
  waiting: { queue, item },
}: {
  evidence: Evidence;
  waiting: NonNullable<Evidence['waiting']>;
}): Finding => {
  const { isBegun, retries } = tracesOf(evidence);
  const isRetry = evidence.record.kind === 'found' && evidence.record.result.status === 'RETRY';
  return {
    state: isRetry ? 'retrying' : 'queued',
    queue,
    position: item.position + 1,
    ahead: item.position,
    etaMs: item.task?.etaMs,
    retries,
    ...(isRetry ? errorOf(evidence) : {}),
    ...(evidence.consumers === 0 ? { reason: 'No live worker consumes its queue: it waits until one does.' } : {}),
    ...(evidence.workers.known === 0 ? { reason: 'No worker is connected to the broker.' } : {}),
    notes: [
      ...(isBegun && !isRetry ? ['A worker had begun it before; the broker gives it to another one.'] : []),
      ...(item.seenAtMs === undefined ? [] : [seenBefore(item.seenAtMs)]),
    ],
  };
};

const seenBefore = (atMs: number): string =>
  `Its position is that of ${new Date(atMs).toISOString()}: a look into so long a queue keeps it from its workers, so that there are few.`;

/** Why the last attempt failed. */
const errorOf = ({ record }: Evidence): Pick<Finding, 'error' | 'traceback'> =>
  record.kind === 'found' ? { error: record.result.error, traceback: record.result.traceback } : {};

const generalNotes = ({ record, cancelledAtMs, workers }: Evidence): readonly string[] => {
  const missing = workers.known - workers.answered.length;
  return [
    ...(record.kind === 'malformed' ? [`Its result record cannot be read (${record.reason}, ${record.bytes} bytes).`] : []),
    ...(missing > 0 ? [`${missing} of ${workers.known} workers did not answer.`] : []),
    ...(cancelledAtMs === undefined ? [] : [`Its cancellation was asked for here at ${new Date(cancelledAtMs).toISOString()}.`]),
  ];
};
