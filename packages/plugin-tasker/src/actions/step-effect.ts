import type { TaskerReader } from '../client/tasker-reader.ts';
import { outlookAfterRepair } from './outlook.ts';
import { readySteps } from './ready-steps.ts';
import { loadStepSituation, type StepPlace } from './step-situation.ts';

/** What is true after an action on a step: its state, its task's, and whether the task goes on. */
export const readStepEffect = async (ask: {
  readonly place: StepPlace;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
  readonly nowMs: number;
}) => {
  const situation = await loadStepSituation(ask);
  const { step, task } = situation;
  return {
    step_state: step.current_state,
    attempts: step.attempts,
    max_attempts: step.max_attempts,
    retry_eligible: step.retry_eligible,
    ready_for_execution: step.ready_for_execution,
    task_state: task.status,
    ...outlookAfterRepair({
      view: situation.view,
      // A step that waits runs only while it is eligible; in every other state it has been taken up or is done.
      stepCanRun: !waiting.includes(step.current_state) || step.retry_eligible,
      otherFailures: situation.otherFailures,
      ready: readySteps({ situation, finished: false }),
      nowMs: ask.nowMs,
    }),
  };
};

const waiting: readonly string[] = ['pending', 'waiting_for_retry', 'error'];
