import { LineclearError, type Preview, quoted } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { satisfiedStepStates, terminalTaskStates } from '../schemas/states.ts';
import { asWord } from '../text/as-word.ts';
import { loadTaskView } from '../tasks/load-task-view.ts';
import type { StepView, TaskView } from '../tasks/task-view.ts';
import { standingOf } from './outlook.ts';
import { sentLines } from './sent-lines.ts';

/** The state of the task, or `at_work`. */
export interface CancelGuard {
  readonly task: string;
}

interface Ask {
  readonly taskUuid: string;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}

/** What a cancellation would end and what it would not. Refused with `conflict` for a task that has ended, as the server would. */
export const previewCancel = async ({
  profile,
  reason,
  ...ask
}: Ask & { readonly profile: string; readonly reason: string | undefined }): Promise<Preview<CancelGuard>> => {
  const view = await loadTaskView(ask);
  const { task, dlq } = view;
  const { waiting, working, done, failed } = sorted(view);
  return {
    description: `Cancel ${quoted(task.name)} (${task.status}) in ${profile}: ${counted(waiting.length)} will not run${working.length === 0 ? '' : `, ${counted(working.length)} under way`}.`,
    guard: { task: standingOf(task.status) },
    ...(terminalTaskStates.includes(task.status) ? { refusal: ended(view) } : {}),
    before: {
      task_uuid: task.task_uuid,
      namespace: task.namespace,
      version: task.version,
      state: task.status,
      created_at: task.created_at,
      initiator: task.initiator,
    },
    changes: [`state: ${task.status} → cancelled`, ...sentLines({ reason })],
    details: { will_not_run: named(waiting), under_way: named(working), failed: named(failed), done: named(done) },
    warnings: [
      'A cancelled task cannot be taken up again; the work can only be submitted anew.',
      ...(working.length === 0 ? [] : [`${namesOf(working)}: a worker that has begun is not told and may finish all the same.`]),
      ...(done.length === 0 ? [] : [`What ${counted(done.length)} did stays done; nothing is rolled back.`]),
      ...(dlq.in_dlq === true ? ['Its dead letter stays as it is; close it with dlq_update.'] : []),
    ],
  };
};

/** What is true after a cancellation. */
export const readCancelEffect = async (ask: Ask) => {
  const view = await loadTaskView(ask);
  const { working, done } = sorted(view);
  return {
    task_state: view.task.status,
    task_will_resume: false,
    steps_under_way: named(working),
    steps_done: done.length,
    in_dlq: view.dlq.in_dlq,
  };
};

const sorted = ({ steps }: TaskView) => ({
  waiting: steps.filter(({ state }) => state === 'pending' || state === 'waiting_for_retry'),
  working: steps.filter(({ state }) => underWay.includes(state)),
  done: steps.filter(({ state }) => satisfiedStepStates.includes(state)),
  failed: steps.filter(({ state }) => state === 'error'),
});

const underWay: readonly string[] = [
  'enqueued',
  'in_progress',
  'enqueued_for_orchestration',
  'enqueued_as_error_for_orchestration',
];

const shownSteps = 20;

const named = (steps: readonly StepView[]) => ({
  count: steps.length,
  steps: steps.slice(0, shownSteps).map(({ name }) => name),
  ...(steps.length > shownSteps ? { left_out: steps.length - shownSteps } : {}),
});

// Within a sentence: a name is a template author's text.
const namesOf = (steps: readonly StepView[]): string => {
  const names = steps.slice(0, shownSteps).map(({ name }) => asWord(name));
  return `${names.join(', ')}${steps.length > shownSteps ? ` and ${steps.length - shownSteps} more` : ''}`;
};

const counted = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);

const ended = ({ task }: TaskView): LineclearError =>
  new LineclearError('conflict', `The task has ended already (${task.status}); Tasker cancels no task that has.`, {
    hint: 'Nothing is left to cancel. Look at it with task_inspect.',
    details: { reason: 'task_has_ended', task_state: task.status },
    effect: 'none',
  });
