import { LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { viewFromSummary } from './view-from-summary.ts';
import { viewFromTaskAndSteps } from './view-from-task-and-steps.ts';

/** The facts of a task that both sources have. `status` is the real state. */
export interface TaskFacts {
  readonly task_uuid: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly completed_at: string | null;
  readonly initiator: string | null;
  readonly source_system: string | null;
  readonly reason: string | null;
  readonly correlation_id: string | null;
  readonly total_steps: number;
  readonly pending_steps: number;
  readonly in_progress_steps: number;
  readonly completed_steps: number;
  readonly failed_steps: number;
  readonly completion_percentage: number;
  readonly health_status: string;
  readonly execution_status: string;
  readonly recommended_action: string | null;
}

/** A parent that keeps a step from starting. */
export interface BlockingParent {
  readonly name: string;
  readonly state: string;
}

/** One step. `null` means that the source does not say. */
export interface StepView {
  readonly uuid: string;
  readonly name: string;
  readonly state: string;
  readonly handler: string | null;
  readonly step_type: string | null;
  /** Names of the steps that this one waits for, as the template has them. */
  readonly dependencies: readonly string[] | null;
  /** Names of the steps that wait for this one. */
  readonly dependents: readonly string[] | null;
  /** Existing parents in no satisfied state. */
  readonly blocking_parents: readonly BlockingParent[] | null;
  readonly total_parents: number | null;
  readonly completed_parents: number | null;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly retry_eligible: boolean;
  readonly dependencies_satisfied: boolean;
  /** Whether the template lets the step be retried. */
  readonly retryable: boolean | null;
  readonly error: {
    readonly type: string | null;
    readonly retryable: boolean | null;
    readonly status_code: number | null;
  } | null;
  readonly created_at: string | null;
  readonly completed_at: string | null;
  readonly last_attempted_at: string | null;
  readonly next_retry_at: string | null;
}

/** `in_dlq`: an investigation is open; `null` where the source does not say. A closed investigation may show as nothing at all. */
export interface DlqState {
  readonly in_dlq: boolean | null;
  readonly reason: string | null;
  readonly resolution_status: string | null;
}

export interface TaskView {
  readonly source: 'summary' | 'task_and_steps';
  readonly task: TaskFacts;
  /** By time of creation where the source knows it. */
  readonly steps: readonly StepView[];
  readonly dlq: DlqState;
  /** What this source does not know, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Loads a task with its steps. One request where the server has the summary; three more (task, steps, dead letter) where it has not.
 * Throws `not_found` for a task that does not exist.
 */
export const loadTaskView = async (ask: {
  readonly reader: TaskerReader;
  readonly taskUuid: string;
  readonly signal: AbortSignal;
}): Promise<TaskView> => {
  const summary = await ask.reader.findSummary(ask);
  if (summary !== undefined) return viewFromSummary(summary);
  const task = await getTask(ask);
  const [steps, dlq] = await Promise.all([ask.reader.listSteps(ask), dlqStateOf(ask)]);
  return viewFromTaskAndSteps({ task, steps, dlq });
};

/** The task, or `not_found` with the tool that lists what exists. */
export const getTask = async ({
  reader,
  taskUuid,
  signal,
}: {
  readonly reader: TaskerReader;
  readonly taskUuid: string;
  readonly signal: AbortSignal;
}): ReturnType<TaskerReader['getTask']> => {
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
const dlqStateOf = async ({
  reader,
  taskUuid,
  signal,
}: {
  readonly reader: TaskerReader;
  readonly taskUuid: string;
  readonly signal: AbortSignal;
}): Promise<DlqState> => {
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
