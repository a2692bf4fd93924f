import { LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { DlqState, TaskView } from './task-view.ts';
import { viewFromSummary } from './view-from-summary.ts';
import { viewFromTaskAndSteps } from './view-from-task-and-steps.ts';

interface Ask {
  readonly reader: TaskerReader;
  readonly taskUuid: string;
  readonly signal: AbortSignal;
}

/**
 * Loads a task with its steps. One request where the server has the summary; three more (task, steps, dead letter) where it has not.
 * Throws `not_found` for a task that does not exist.
 */
export const loadTaskView = async (ask: Ask): Promise<TaskView> => {
  const summary = await ask.reader.findSummary(ask);
  if (summary !== undefined) return viewFromSummary(summary);
  const task = await getTask(ask);
  const [steps, dlq] = await Promise.all([ask.reader.listSteps(ask), dlqStateOf(ask)]);
  return viewFromTaskAndSteps({ task, steps, dlq });
};

/** The task, or `not_found` with the tool that lists what exists. */
export const getTask = async ({ reader, taskUuid, signal }: Ask): ReturnType<TaskerReader['getTask']> => {
  try {
    return await reader.getTask({ taskUuid, signal });
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    throw new LineclearError('not_found', `There is no task ${taskUuid}.`, {
      hint: 'Find it with task_list.',
      details: { ...error.details, reason: 'no_such_task' },
      cause: error,
    });
  }
};

// Reading dead letters is a permission of its own: without it the rest of the view is still worth having.
const dlqStateOf = async ({ reader, taskUuid, signal }: Ask): Promise<DlqState> => {
  try {
    const entry = await reader.findDlqEntryOf({ taskUuid, signal });
    return entry === undefined
      ? { in_dlq: false, reason: null, resolution_status: null }
      : { in_dlq: entry.resolution_status === 'pending', reason: entry.dlq_reason, resolution_status: entry.resolution_status };
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'forbidden') throw error;
    return { in_dlq: null, reason: null, resolution_status: null };
  }
};
