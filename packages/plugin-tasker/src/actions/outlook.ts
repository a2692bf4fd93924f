import { polledTaskStates, terminalTaskStates } from '../schemas/states.ts';
import { resumptionOf } from '../tasks/resumption.ts';
import type { TaskView } from '../tasks/task-view.ts';

/** Whether Tasker will run anything more of a task, and why. */
export interface Outlook {
  readonly task_will_resume: boolean | 'unknown';
  readonly why: string;
}

/**
 * What a repaired step comes to. A change of a step starts nothing by itself: only where Tasker looks at the task again does it go on.
 * `stepCanRun` is false for a step that was reset and has no attempts left.
 */
export const outlookAfterRepair = ({
  view,
  stepCanRun,
  otherFailures,
  ready,
  nowMs,
}: {
  readonly view: TaskView;
  readonly stepCanRun: boolean;
  /** Other steps of the task in `error`. */
  readonly otherFailures: number;
  /** How many steps could run after the repair; `undefined` where that is not known. */
  readonly ready: number | undefined;
  readonly nowMs: number;
}): Outlook => {
  const stuck = stuckIn(view.task.status);
  if (stuck !== undefined) return { task_will_resume: false, why: stuck };
  if (!stepCanRun) {
    return {
      task_will_resume: false,
      why: 'Tasker keeps the attempts of a step that is reset: with none left it is not eligible and will not run.',
    };
  }
  if (otherFailures > 0) {
    return { task_will_resume: 'unknown', why: `Other steps in error (${otherFailures}) may block the task again.` };
  }
  if (ready === undefined) return { task_will_resume: 'unknown', why: 'The server does not tell which steps wait for this one.' };
  if (ready === 0) {
    return {
      task_will_resume: 'unknown',
      why: 'No step is ready then: what is left waits for others, or there is nothing left to run.',
    };
  }
  const { resumes, why } = resumptionOf({ view, readySteps: ready, nowMs });
  return resumes === true
    ? { task_will_resume: true, why: `Tasker looks for work in tasks that are ${view.task.status}.` }
    : { task_will_resume: 'unknown', why };
};

/** A sentence for a preview, where the task will not go on for certain. */
export const outlookWarnings = ({ task_will_resume: resumes, why }: Outlook): readonly string[] => {
  if (resumes === true) return [];
  return [resumes === false ? `The task will not go on. ${why}` : `Whether the task goes on is not certain. ${why}`];
};

/** What closing a dead letter comes to: for the task, nothing. */
export const outlookAfterClosing = (taskState: string): Outlook => {
  const stuck = stuckIn(taskState);
  return stuck === undefined
    ? {
        task_will_resume: 'unknown',
        why: `The task is ${taskState}, as before: a dead letter is a note, changing it moves no task.`,
      }
    : { task_will_resume: false, why: stuck };
};

/**
 * The part of a task's state that a decision rests on: the state, except that a task at work passes through several of them by itself,
 * within milliseconds.
 */
export const standingOf = (taskState: string): string =>
  stuckIn(taskState) === undefined && !polledTaskStates.includes(taskState) ? 'at_work' : taskState;

const stuckIn = (taskState: string): string | undefined => {
  if (taskState === 'complete') return 'The task is complete: nothing of it is left to run.';
  if (terminalTaskStates.includes(taskState))
    return `The task has ended (${taskState}): Tasker never takes an ended task up again.`;
  return taskState === 'blocked_by_failures'
    ? 'Tasker does not look at tasks in blocked_by_failures again, whatever becomes of their steps. What remains is task_cancel and a new task_submit.'
    : undefined;
};
