import { polledTaskStates, satisfiedStepStates } from '../schemas/states.ts';
import { isStuckBehind } from './step-row.ts';
import type { StepView, TaskView } from './task-view.ts';

/** `resumes` is `null` where the facts do not decide. */
export interface Resumption {
  readonly resumes: boolean | null;
  readonly why: string;
}

interface Facts {
  readonly view: TaskView;
  readonly readySteps: number;
  readonly nowMs: number;
}

/** Whether Tasker goes on with a task if nobody does anything, and the fact that decides it. */
export const resumptionOf = (facts: Facts): Resumption => {
  const { task, steps } = facts.view;
  if (task.status === 'complete') return { resumes: false, why: 'The task is complete.' };
  if (task.status === 'cancelled' || task.status === 'resolved_manually')
    return { resumes: false, why: `The task has ended (${task.status}): nothing more of it runs.` };
  if (task.status === 'error' || task.status === 'blocked_by_failures') return whereItStands(facts);
  const queued = steps.filter(({ state }) => queuedStates.includes(state)).length;
  if (queued > 0)
    return {
      resumes: null,
      why: `Queued or running steps: ${queued}. The task goes on when they report; staleness_check shows whether it takes too long.`,
    };
  if (!polledTaskStates.includes(task.status))
    return {
      resumes: null,
      why: `The task is ${task.status}, and no step is queued or running. staleness_check shows whether it has stood so for too long.`,
    };
  return whenPolled(facts);
};

const queuedStates = ['enqueued', 'in_progress', 'enqueued_for_orchestration', 'enqueued_as_error_for_orchestration'];

const whereItStands = ({ view: { task, steps } }: Facts): Resumption => {
  const open = steps.filter((step) => !satisfiedStepStates.includes(step.state) && step.state !== 'cancelled').length;
  const isRepaired = steps.every(({ state }) => state !== 'error');
  const repaired = isRepaired ? ` No step is in error any more; still to be done: ${open}.` : '';
  const why =
    task.status === 'error'
      ? 'The task has ended in error: Tasker never takes it up again, whatever becomes of its steps.'
      : `The task is blocked by failures, and Tasker does not look at it again: it looks for work only in tasks that are ${polledTaskStates.join(', ')}. A repaired step alone does not make it go on.`;
  return { resumes: false, why: `${why}${repaired}` };
};

const whenPolled = (facts: Facts): Resumption => {
  const {
    view: { task, steps },
    readySteps,
  } = facts;
  const retrying = steps.some((step) => step.state === 'waiting_for_retry' && step.retry_eligible);
  if (readySteps > 0 || retrying) {
    return isOverdue(facts)
      ? {
          resumes: null,
          why: `The task is ${task.status} and may wait for longer than it is allowed to; Tasker passes over tasks that do. staleness_check knows.`,
        }
      : {
          resumes: true,
          why:
            readySteps > 0
              ? `Ready steps: ${readySteps}. Tasker looks for work in tasks that are ${task.status}.`
              : 'The task goes on when the time of the next retry has come.',
        };
  }
  if (steps.some((step) => step.state === 'pending' && isStuckBehind(step)))
    return { resumes: false, why: `The task is ${task.status}, and what is left waits for steps that went wrong.` };
  return { resumes: null, why: `The task is ${task.status}, and none of its steps is ready.` };
};

// The query for ready tasks leaves out those that stood in a waiting state for longer than their template allows (get_next_ready_tasks).
// Nobody tells how long a task has been in its state: what happened last to its steps is the nearest that can be known.
const isOverdue = ({ view: { task, steps, dlq }, nowMs }: Facts): boolean => {
  const limitMinutes = usualLimits.get(task.status);
  if (limitMinutes === undefined) return false;
  const last = latestOf(steps.flatMap((step) => [timeOf(step.last_attempted_at), timeOf(step.completed_at)]));
  const until = Math.max(nowMs, latestOf(steps.map(nextTry)));
  return dlq.in_dlq === true || (last > 0 && until - last > limitMinutes * 60_000);
};

const usualLimits: ReadonlyMap<string, number> = new Map([
  ['waiting_for_dependencies', 60],
  ['waiting_for_retry', 30],
]);

// Not Math.max(...times): a task may have more steps than a call takes arguments.
const latestOf = (times: readonly number[]): number => times.reduce((latest, time) => Math.max(latest, time), 0);

const nextTry = (step: StepView): number => (step.state === 'waiting_for_retry' ? timeOf(step.next_retry_at) : 0);

const timeOf = (time: string | null): number => {
  const ms = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? 0 : ms;
};
