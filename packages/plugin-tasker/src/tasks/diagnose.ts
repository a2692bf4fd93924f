import { polledTaskStates, satisfiedStepStates } from '../schemas/states.ts';
import { quoted } from './quoted.ts';
import { downstreamOf } from './step-graph.ts';
import { isStuckBehind } from './step-row.ts';
import type { StepView, TaskView } from './task-view.ts';

const named = 5;
const queuedStates = ['enqueued', 'in_progress', 'enqueued_for_orchestration', 'enqueued_as_error_for_orchestration'];

export interface Diagnosis {
  /** Whether Tasker goes on with the task if nobody does anything; `null` where the facts do not decide. */
  readonly resumes_by_itself: boolean | null;
  readonly diagnosis: readonly string[];
}

/** Says in plain sentences what holds a task up. Every sentence comes from a fact of the view; nothing is guessed. */
export const diagnose = ({ view, readyUuids }: { view: TaskView; readyUuids: ReadonlySet<string> }): Diagnosis => {
  const { resumes, why } = outlookOf({ view, readyUuids });
  const failed = view.steps.filter(({ state }) => state === 'error');
  const retrying = view.steps.filter(({ state }) => state === 'waiting_for_retry');
  const stuck = view.steps.filter((step) => step.state === 'pending' && isStuckBehind(step));
  return {
    resumes_by_itself: resumes,
    diagnosis: [
      why,
      ...firstOf({ steps: failed, say: (step) => failedSentence({ view, step }), rest: 'more steps are in error.' }),
      ...firstOf({ steps: retrying, say: retrySentence, rest: 'more steps wait for a retry.' }),
      ...firstOf({ steps: stuck, say: stuckSentence, rest: 'more steps wait for a failed or cancelled one.' }),
      ...dlqSentences(view),
    ],
  };
};

const outlookOf = ({
  view: { task, steps },
  readyUuids,
}: {
  view: TaskView;
  readyUuids: ReadonlySet<string>;
}): { resumes: boolean | null; why: string } => {
  const failed = steps.filter(({ state }) => state === 'error').length;
  const open = steps.filter(({ state }) => !satisfiedStepStates.includes(state) && state !== 'cancelled').length;
  const repaired = failed === 0 ? ` No step is in error any more, and ${open} steps are still to be done.` : '';
  if (task.status === 'complete') return { resumes: false, why: 'The task is complete.' };
  if (task.status === 'cancelled' || task.status === 'resolved_manually')
    return { resumes: false, why: `The task has ended (${task.status}): nothing more of it runs.` };
  if (task.status === 'error')
    return {
      resumes: false,
      why: `The task has ended in error: Tasker never takes it up again, whatever becomes of its steps.${repaired}`,
    };
  if (task.status === 'blocked_by_failures')
    return {
      resumes: false,
      why: `The task is blocked by failures, and Tasker does not look at it again: it looks for work only in tasks that are ${polledTaskStates.join(', ')}. A repaired step alone does not make it go on.${repaired}`,
    };
  const queued = steps.filter(({ state }) => queuedStates.includes(state)).length;
  if (queued > 0)
    return {
      resumes: null,
      why: `${queued} steps are queued or running: the task goes on when they report. Tasker does not restart a step that never reports.`,
    };
  if (!polledTaskStates.includes(task.status))
    return {
      resumes: null,
      why: `The task is ${task.status}, and no step is queued or running. staleness_check shows whether it has stood so for too long.`,
    };
  if (readyUuids.size > 0)
    return {
      resumes: true,
      why: `${readyUuids.size} steps are ready, and Tasker looks for work in tasks that are ${task.status}.`,
    };
  if (steps.some((step) => step.state === 'waiting_for_retry' && step.retry_eligible))
    return { resumes: true, why: 'The task goes on when the time of the next retry has come.' };
  if (steps.length > 0 && open === 0) return { resumes: null, why: `Every step is done, and the task is still ${task.status}.` };
  return steps.some((step) => step.state === 'pending' && isStuckBehind(step))
    ? { resumes: false, why: `The task is ${task.status}, and what is left waits for steps that went wrong.` }
    : { resumes: null, why: `The task is ${task.status}, and none of its steps is ready.` };
};

const failedSentence = ({ view, step }: { view: TaskView; step: StepView }): string => {
  const waiting = downstreamOf({ view, step })?.filter(({ state }) => !satisfiedStepStates.includes(state)).length;
  const kind =
    step.error?.retryable === true ? 'transient' : step.error?.retryable === false ? 'permanent' : 'of an unknown kind';
  const spent = step.attempts >= step.max_attempts ? ' No attempts are left, and a reset does not give them back.' : '';
  return (
    `Step ${quoted(step.name)} is in error after ${step.attempts} of ${step.max_attempts} attempts; the error is ${kind}.` +
    (waiting === undefined ? '' : ` ${waiting} steps behind it are not done.`) +
    spent
  );
};

const retrySentence = (step: StepView): string =>
  `Step ${quoted(step.name)} waits for a retry (${step.attempts} of ${step.max_attempts} attempts used` +
  `${step.next_retry_at === null ? '' : `, next at ${step.next_retry_at}`}).`;

const stuckSentence = (step: StepView): string => {
  const wrong = (step.blocking_parents ?? []).filter(({ state }) => state === 'error' || state === 'cancelled');
  const parents = wrong.slice(0, named).map(({ name, state }) => `${quoted(name)} (${state})`);
  return `Step ${quoted(step.name)} waits for ${parents.join(', ')}${wrong.length > named ? ' and others' : ''}.`;
};

const dlqSentences = ({ dlq }: TaskView): readonly string[] =>
  dlq.in_dlq === true
    ? [`The task is in the dead-letter queue (${dlq.reason ?? 'no reason given'}); dlq_inspect has the entry.`]
    : [];

const firstOf = ({
  steps,
  say,
  rest,
}: {
  steps: readonly StepView[];
  say: (step: StepView) => string;
  rest: string;
}): readonly string[] => [
  ...steps.slice(0, named).map(say),
  ...(steps.length > named ? [`${steps.length - named} ${rest}`] : []),
];
