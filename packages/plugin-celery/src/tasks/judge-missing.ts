import { quoted } from '@lineclear/core/plugin';
import { quotedList } from '../text/quoted-list.ts';
import type { Evidence, UnseenQueue } from './evidence.ts';
import { unseenQueueOf } from './evidence.ts';
import type { Finding } from './judgement.ts';
import { readProgress } from './progress.ts';
import type { Traces } from './traces.ts';
import { tracesOf } from './traces.ts';

/** What became of a task that no worker that answered has, that waits in no queue that was searched and that has no end. */
export const judgeMissing = (evidence: Evidence): Finding => {
  const { held, ledger, record } = evidence;
  const traces = tracesOf(evidence);
  const result = record.kind === 'found' ? record.result : undefined;
  const common = {
    worker: traces.worker,
    queue: held?.queue ?? ledger?.queue,
    retries: traces.retries,
    startedAtMs: traces.startedAtMs,
    progress: result === undefined ? undefined : readProgress(result.value),
    error: result?.error,
    traceback: result?.traceback,
    redeliveredAtMs: held?.redeliveredAtMs,
    etaMs: held?.task.etaMs ?? ledger?.eta_at,
  };
  return { ...common, ...(held === undefined ? judgeNowhere({ evidence, traces }) : judgeHeld({ evidence, traces })) };
};

const silentWorker = 'Its worker does not answer: it is frozen, out of reach, or busy where its pool is solo.';
const silentHolder = 'A worker took it. Those that answered do not have it, so it is with a silent one or under a rate limit.';

/** The broker waits for a worker to acknowledge it. */
const judgeHeld = ({ evidence, traces: { isBegun } }: { evidence: Evidence; traces: Traces }): Finding => {
  const { workers, rateLimit } = evidence;
  if (workers.known === 0) {
    return { state: 'held', reason: 'A worker took it and is gone; the broker gives it to another one at redelivered_at.' };
  }
  if (!isComplete(evidence)) return { state: 'stalled', reason: isBegun ? silentWorker : silentHolder };
  if (isBegun) {
    return {
      state: 'lost',
      reason: 'The worker that ran it is gone. It was not acknowledged: the broker gives it to another one at redelivered_at.',
    };
  }
  return {
    state: 'held',
    reason:
      typeof rateLimit === 'string'
        ? 'A worker holds it back: a rate limit applies to this kind of task.'
        : 'A worker took it and does not tell of it: it is under a rate limit, or the worker is gone and it is redelivered.',
  };
};

const unreadable: Finding = {
  state: 'unknown',
  reason: 'What is stored as its result is no record of Celery that can be read here: how it ended is not known.',
};

const judgeNowhere = ({ evidence, traces }: { evidence: Evidence; traces: Traces }): Finding => {
  const { isBegun, isReceived } = traces;
  const { ledger, record } = evidence;
  // Something was stored, so that it may well have succeeded.
  if (record.kind === 'malformed' && isComplete(evidence)) return unreadable;
  if (isBegun) return judgeBegun({ evidence, traces });
  if (evidence.isRemoved === true)
    return { state: 'revoked', reason: 'It was taken out of its queue here before a worker had it.' };
  if (evidence.cancelledAtMs !== undefined && isComplete(evidence) && unseenQueueOf(evidence) === undefined) {
    return { state: 'revoked', reason: 'Its cancellation was asked for, and neither a queue nor a worker has it any more.' };
  }
  if (ledger?.state === 'not_sent') return { state: 'unknown', reason: 'It was never sent: the broker had refused it.' };
  const chained = judgeChained(evidence);
  if (chained !== undefined) return chained;
  if (isOlderThanResults(evidence)) return { state: 'result_expired', reason: 'It was sent longer ago than results are kept.' };
  if (!isReceived && !hasLeftItsQueue(evidence)) return judgeUnseen(evidence) ?? judgeUnknown(evidence);
  if (!isComplete(evidence)) {
    return { state: 'stalled', reason: 'A worker took it from its queue, and not every worker answers.' };
  }
  if (typeof evidence.rateLimit === 'string') {
    return { state: 'held', reason: 'No worker tells of it, and a rate limit holds back this kind of task.' };
  }
  if (evidence.workers.known === 0) return judgeUnknown(evidence);
  // On RabbitMQ nobody shows what workers hold back, so the limit has to be known not to be there.
  if (evidence.rateLimit === undefined) return judgeUnknown(evidence);
  return {
    state: 'lost',
    reason: 'It left its queue, no worker has it and no result was stored: its worker ended, or its queue was emptied.',
  };
};

const judgeBegun = ({ evidence, traces: { worker } }: { evidence: Evidence; traces: Traces }): Finding => {
  const { workers, record, queues } = evidence;
  const notes =
    record.kind === 'found' && !['STARTED', 'RETRY', 'PROGRESS'].includes(record.result.status)
      ? ['Its record has a state of the application: a task that ends itself with Ignore after setting one looks the same.']
      : [];
  if (workers.known === 0) {
    return worker === undefined
      ? { state: 'stalled', reason: 'It was begun, and no worker is connected at this moment.', notes }
      : { state: 'lost', reason: 'Its worker is gone: none is connected to the broker.', notes };
  }
  if (!isComplete(evidence)) {
    return worker !== undefined && workers.answered.includes(worker)
      ? { state: 'stalled', reason: 'Its worker answers and does not have it any more; others do not answer.', notes }
      : {
          state: 'stalled',
          reason: silentWorker,
          notes,
        };
  }
  if (queues.searched.length === 0 && !queues.complete) {
    return {
      state: 'unknown',
      reason: 'It was begun and no worker has it; whether it waits in a queue again cannot be seen.',
      notes,
    };
  }
  if (record.kind === 'absent' && worker !== undefined && workers.answered.includes(worker) && !leavesRecord(evidence)) {
    return {
      state: 'unknown',
      reason: 'It was begun, its worker does not have it any more, and its result is not kept here.',
      notes,
    };
  }
  return { state: 'lost', reason: 'It was begun, and no worker has it any more: its worker ended before the task did.', notes };
};

/** A later task of a chain is sent by the worker that ends the one before it. */
const judgeChained = ({ before, ledger }: Evidence): Finding | undefined => {
  if (before === undefined || ledger?.parent === undefined) return undefined;
  if (before.kind !== 'found' || !before.result.isFinal) {
    return { state: 'queued', queue: undefined, reason: `It is sent when the task before it, ${ledger.parent}, has succeeded.` };
  }
  if (before.result.status === 'SUCCESS') return undefined;
  return { state: 'unknown', reason: `It was never sent: the task before it, ${ledger.parent}, did not succeed.` };
};

const unseenBecause: Readonly<Record<UnseenQueue['why'], string>> = {
  too_long: 'too many to look through',
  quorum: 'a quorum queue, which cannot be looked into',
};

/** Nobody has it, and it would have left a record: so it is still where it was sent to, which nobody can look through. */
const judgeUnseen = (evidence: Evidence): Finding | undefined => {
  const unseen = unseenQueueOf(evidence);
  if (unseen === undefined || !isComplete(evidence) || !leavesRecord(evidence)) return undefined;
  const { queue, ready, why } = unseen;
  const reason = `It was sent to the queue ${quoted(queue)}, where ${ready} wait: ${unseenBecause[why]}. No worker has it, and it left no record.`;
  return { state: 'queued', queue, among: ready, reason };
};

const judgeUnknown = (evidence: Evidence): Finding => {
  const { record, ledger, backend, workers, queues } = evidence;
  if (record.kind === 'malformed') return unreadable;
  const reasons = [
    ...(ledger === undefined ? ['it was never sent'] : []),
    ...(ledger?.state === 'sending' ? ['whether it was sent is not known'] : []),
    ...(backend?.kind === 'redis' ? ['its result has expired'] : ['its result is not kept where it can be read']),
    ...(workers.known === 0 ? ['no worker is connected that could have it'] : []),
    ...(workers.answered.length < workers.known ? ['a worker that does not answer has it'] : []),
    ...(queues.complete || isSearchedWhereSent(evidence) ? [] : [`it waits in ${unsearched(queues.unseen ?? [])}`]),
  ];
  return { state: 'unknown', reason: `Nothing is known of this task. Possible: ${reasons.join('; ')}.` };
};

const unsearched = (unseen: readonly UnseenQueue[]): string =>
  unseen.length === 0
    ? 'a queue that was not searched'
    : `${quotedList(unseen.map(({ queue }) => queue))}, which cannot be looked through`;

const isComplete = ({ workers }: Evidence): boolean => workers.answered.length >= workers.known;

/** It was sent from here and is not where it was sent to. */
const hasLeftItsQueue = (evidence: Evidence): boolean =>
  leavesRecord(evidence) && (evidence.queues.complete || isSearchedWhereSent(evidence));

// Where workers sent it, as the later tasks of a chain, is not known.
const isSearchedWhereSent = ({ ledger, queues }: Evidence): boolean =>
  ledger !== undefined && ledger.parent === undefined && queues.searched.includes(ledger.queue);

/** What is sent from here asks for a record, whatever the task's own setting is. */
const leavesRecord = ({ ledger, backend }: Evidence): boolean => ledger?.state === 'sent' && backend?.kind === 'redis';

const isOlderThanResults = ({ ledger, backend, nowMs, workers }: Evidence): boolean => {
  if (ledger?.state !== 'sent' || backend?.expiresS === undefined || workers.answered.length < workers.known) return false;
  return nowMs - Math.max(ledger.at, ledger.eta_at ?? 0) > backend.expiresS * 1_000;
};
