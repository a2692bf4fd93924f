import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Step } from '../schemas/step.ts';
import { orNoSuchStep } from '../steps/or-no-such-step.ts';
import { downstreamOf } from '../tasks/step-graph.ts';
import { loadTaskView } from '../tasks/load-task-view.ts';
import type { StepView, TaskFacts, TaskView } from '../tasks/task-view.ts';

/** Where a step is. */
export interface StepPlace {
  readonly task_uuid: string;
  readonly step_uuid: string;
}

/** A step, and what of its task decides whether repairing it helps. `undefined` and `null` mean that the server does not say. */
export interface StepSituation {
  readonly step: Step;
  readonly task: TaskFacts;
  readonly view: TaskView;
  readonly handler: string | null;
  /** The steps that read this one's result: those that name it as a dependency. */
  readonly readers: readonly StepView[] | undefined;
  /** Those and every step behind them. */
  readonly downstream: readonly StepView[] | undefined;
  /** How many other steps of the task are in `error`. */
  readonly otherFailures: number;
}

/** Throws `not_found` for a task or a step that does not exist, and for a step of another task. */
export const loadStepSituation = async ({
  place,
  reader,
  signal,
}: {
  readonly place: StepPlace;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}): Promise<StepSituation> => {
  const { task_uuid: taskUuid, step_uuid: stepUuid } = place;
  const [view, step] = await Promise.all([
    loadTaskView({ reader, taskUuid, signal }),
    orNoSuchStep({ taskUuid, stepUuid, ask: () => reader.getStep({ taskUuid, stepUuid, signal }) }),
  ]);
  const { task, steps } = view;
  const shown = steps.find(({ uuid }) => uuid === step.step_uuid);
  const names = shown?.dependents == null ? undefined : new Set(shown.dependents);
  return {
    step,
    task,
    view,
    handler: shown?.handler ?? null,
    readers: names === undefined ? undefined : steps.filter(({ name }) => names.has(name)),
    downstream: shown === undefined ? undefined : downstreamOf({ view, step: shown }),
    otherFailures: steps.filter(({ uuid, state }) => uuid !== step.step_uuid && state === 'error').length,
  };
};
