import type { Task } from '../model/records.ts';
import type { TaskState } from '../model/states.ts';
import { isSatisfied } from '../model/states.ts';
import { setStepState } from './step-moves.ts';

export const setTaskState = ({ task, state, atMs }: { task: Task; state: TaskState; atMs: number }): void => {
  task.state = state;
  task.stateSinceMs = atMs;
  task.updatedAtMs = atMs;
  if (state === 'complete') task.completedAtMs = atMs;
};

/** Ends a task and every step that has not finished. */
export const cancelTask = ({ task, atMs }: { task: Task; atMs: number }): void => {
  setTaskState({ task, state: 'cancelled', atMs });
  for (const step of task.steps) {
    if (!isSatisfied(step.state) && step.state !== 'error') setStepState({ step, state: 'cancelled', atMs });
  }
};
