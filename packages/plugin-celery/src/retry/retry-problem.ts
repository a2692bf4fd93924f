import { LineclearError, quoted } from '@lineclear/core/plugin';
import { malformedResult } from '../results/malformed.ts';
import type { Evidence } from '../tasks/evidence.ts';
import type { Judgement } from '../tasks/judge.ts';
import type { TaskState } from '../tasks/task-state.ts';
import { quotedList } from '../text/quoted-list.ts';

const ended: ReadonlySet<TaskState> = new Set<TaskState>(['success', 'failure', 'revoked', 'lost', 'result_expired']);

/** Why a task cannot be started again as things are: it has not ended, nobody can say so, or nobody knows it. */
export const retryProblem = ({
  evidence,
  judgement,
}: {
  evidence: Evidence;
  judgement: Judgement;
}): LineclearError | undefined => {
  const { state, status, worker } = judgement;
  if (ended.has(state)) return undefined;
  const { silent } = evidence.workers;
  if (state === 'stalled' || (state === 'unknown' && evidence.workers.answered.length < evidence.workers.known)) {
    return new LineclearError(
      'timeout',
      `Whether the task has ended cannot be told. ${silent.length === 0 ? (judgement.reason ?? '') : `No answer from ${quotedList(silent)}.`}`.trimEnd(),
      {
        hint: 'Call again when all workers answer; worker_list shows them.',
        details: { reason: 'workers_silent', silent },
        effect: 'none',
      },
    );
  }
  if (evidence.record.kind === 'malformed') return malformedResult({ taskId: evidence.taskId, ...evidence.record });
  if (state === 'unknown') {
    return new LineclearError('not_found', `Nothing is known of a task with this id that could be started again.`, {
      hint: 'Check the id with get_task_status, or start the task anew with start_background_task.',
      details: { reason: 'unknown_task' },
      effect: 'none',
    });
  }
  return new LineclearError(
    'conflict',
    `The task has not ended: it is ${state}${worker === undefined ? '' : ` at ${quoted(worker)}`}.`,
    {
      hint: 'Wait for it with wait_for_task, or cancel it first with cancel_task.',
      details: { reason: 'still_running', state, status },
      effect: 'none',
    },
  );
};

/** The arguments are not kept anywhere as they were. */
export const argumentsUnknown = ({
  taskName,
  taskType,
}: {
  taskName: string | undefined;
  taskType: string | undefined;
}): LineclearError => {
  const name = taskType ?? taskName;
  return new LineclearError(
    'unsupported',
    'The arguments of the task are not known exactly, so it cannot be started with the same ones.',
    {
      hint: `${name === undefined ? 'Start it anew with start_background_task' : `Start ${quoted(name)} anew with start_background_task and its params`}. Workers with result_extended = True keep arguments with later results in Redis.`,
      details: { reason: 'arguments_unknown', task_name: taskName ?? null, task_type: taskType ?? null },
      effect: 'none',
    },
  );
};

/** Somebody else's arguments. */
export const notYours = (): LineclearError =>
  new LineclearError('forbidden', 'Somebody else started the task, and its arguments are not yours to use.', {
    hint: 'Ask who started it, or the operator to name you in result_readers of the profile.',
    details: { reason: 'not_a_result_reader' },
    effect: 'none',
  });
