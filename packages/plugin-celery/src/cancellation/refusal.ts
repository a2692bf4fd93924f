import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Pool } from '../control/worker-facts.ts';
import { malformedResult } from '../results/malformed.ts';
import { quotedList } from '../text/quoted-list.ts';
import type { Sighting } from './look.ts';
import { mayStillSkip, mayEnd } from './means.ts';

/** Why a task cannot be cancelled where it is; undefined where it can. */
export const refusalOf = ({
  sighting,
  pool,
  terminate,
}: {
  sighting: Sighting;
  pool: Pool | undefined;
  terminate: boolean;
}): LineclearError | undefined => {
  const { place, evidence, judgement } = sighting;
  switch (place.kind) {
    case 'queued':
      return undefined;
    case 'finished':
      return alreadyFinished(sighting);
    case 'taken':
      if (place.worker === undefined) return evidence.workers.known === 0 ? noWorker() : undefined;
      if (pool === undefined) return silent([place.worker]);
      return place.as === 'reserved' && !mayStillSkip(pool) ? handedOver({ worker: place.worker, pool }) : undefined;
    case 'running':
      if (!terminate) return runsAlready();
      if (pool === undefined) return silent([place.worker]);
      return mayEnd(pool) ? undefined : cannotEnd({ worker: place.worker, pool });
    case 'silent':
      return silent(place.workers);
    case 'gone':
      return evidence.ledger?.parent !== undefined && judgement.state === 'queued'
        ? notSentYet(evidence.ledger.parent)
        : gone(sighting);
    case 'unseen':
      return outOfSight(place);
    case 'unknown':
      return evidence.record.kind === 'malformed'
        ? malformedResult({ taskId: evidence.taskId, ...evidence.record })
        : unknownTask(sighting);
  }
};

const alreadyFinished = ({ judgement }: Sighting): LineclearError =>
  new LineclearError('conflict', `The task has ended already: ${judgement.status}. Nothing of it is touched.`, {
    hint: 'Nothing is left to cancel. Look at it with get_task_status.',
    details: { reason: 'already_finished', status: judgement.status, state: judgement.state },
    effect: 'none',
  });

const notSentYet = (parent: string): LineclearError =>
  new LineclearError('conflict', `The task waits for the one before it in its chain, ${parent}, and has not been sent yet.`, {
    hint: 'Cancel the task of its chain that runs or waits in a queue now, as list_active_tasks shows: then none after it is sent.',
    details: { reason: 'not_sent_yet', previous_task_id: parent },
    effect: 'none',
  });

const gone = ({ judgement: { state, status, reason } }: Sighting): LineclearError => {
  if (state === 'stalled') {
    return new LineclearError('timeout', `Where the task is cannot be told. ${reason ?? ''}`.trimEnd(), {
      hint: 'Call again in half a minute; worker_list shows who answers.',
      details: { reason: 'stalled' },
      effect: 'none',
    });
  }
  return new LineclearError(
    'conflict',
    `No queue and no connected worker has the task: it is ${state}. ${reason ?? ''}`.trimEnd(),
    {
      hint: 'Nothing is left to cancel. get_task_status says what is known; retry_task starts a lost task again.',
      details: { reason: state, status },
      effect: 'none',
    },
  );
};

const unknownTask = ({ evidence: { queues, workers } }: Sighting): LineclearError =>
  new LineclearError('not_found', 'No queue and no worker has a task of this id, and no result of it is stored.', {
    hint: queues.complete
      ? 'Check the id with list_active_tasks. A task that ended without a record leaves no trace.'
      : 'Check the id with list_active_tasks. Not every queue could be looked through: details.queues_searched names those that were.',
    details: { reason: 'unknown_task', queues_searched: queues.searched, workers_answered: workers.answered.length },
    effect: 'none',
  });

const silent = (workers: readonly string[]): LineclearError =>
  new LineclearError(
    'timeout',
    `${workers.length === 0 ? 'A connected worker does' : `${quotedList(workers)} ${workers.length === 1 ? 'does' : 'do'}`} not answer and may have the task; nobody could say what a cancellation did.`,
    {
      hint: 'It is frozen, or a solo pool that is busy: call again when it answers. celery_diagnose and worker_list show it.',
      details: { reason: 'workers_silent', silent: workers },
      effect: 'none',
    },
  );

const notCancellable = ({ message, hint, details = {} }: { message: string; hint: string; details?: object }): LineclearError =>
  new LineclearError('unsupported', message, { hint, details: { reason: 'not_cancellable', ...details }, effect: 'none' });

const runsAlready = (): LineclearError =>
  notCancellable({
    message: 'The task runs already, and terminate: false only keeps a task from starting.',
    hint: 'Call with terminate: true to end it.',
    details: { running: true },
  });

const cannotEnd = ({ worker, pool }: { worker: string; pool: Pool }): LineclearError =>
  notCancellable({
    message: `The task runs at ${quoted(worker)} in a ${pool} pool, which cannot end a running task.`,
    hint: 'Wait for it with wait_for_task. Only a prefork pool ends running tasks.',
    details: { running: true, worker, pool },
  });

const handedOver = ({ worker, pool }: { worker: string; pool: Pool }): LineclearError =>
  notCancellable({
    message: `${quoted(worker)} has handed the task to its ${pool} pool, which runs it whatever the worker is told.`,
    hint: 'Wait for it with wait_for_task. A lower worker_prefetch_multiplier leaves more tasks in the queue, where they can be cancelled.',
    details: { running: false, worker, pool },
  });

const outOfSight = ({ queue, total }: { queue: string; total: number }): LineclearError =>
  notCancellable({
    message: `The task waits in the queue ${quoted(queue)}, whose messages cannot be looked through: it cannot be taken out.`,
    hint: 'get_task_status says why. Cancel it when fewer wait there, as queue_list shows, or when a worker has it.',
    details: { running: false, queue, waiting: total },
  });

const noWorker = (): LineclearError =>
  notCancellable({
    message: 'A worker that is gone had taken the task; its message is held by the broker, and no worker is there to be told.',
    hint: 'get_task_status says when the broker gives it to another worker: cancel it then.',
    details: { running: false },
  });
