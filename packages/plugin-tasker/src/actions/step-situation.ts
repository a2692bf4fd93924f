import { createHash } from 'node:crypto';
import { LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Step } from '../schemas/step.ts';
import { downstreamOf } from '../tasks/step-graph.ts';
import { loadTaskView, type StepView, type TaskFacts, type TaskView } from '../tasks/task-view.ts';
import { standingOf } from './outlook.ts';
import { begunDownstream } from './step-facts.ts';

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
    getStep({ reader, taskUuid, stepUuid, signal }),
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

/** What must not change between the preview and the confirmation. */
export interface StepGuard {
  readonly step_state: string;
  readonly attempts: number;
  /** Digest of the stored results, `null` where there are none: another operator's result must not be overwritten unseen. */
  readonly results: string | null;
  readonly task: string;
  /** Whether a step behind this one has begun on what it had. */
  readonly downstream_begun: boolean;
}

export const guardOf = (situation: Pick<StepSituation, 'step' | 'task' | 'downstream'>): StepGuard => ({
  step_state: situation.step.current_state,
  attempts: situation.step.attempts,
  results: resultsDigest(situation.step),
  task: standingOf(situation.task.status),
  downstream_begun: begunDownstream(situation).length > 0,
});

export const resultsDigest = ({ results }: Step): string | null =>
  results === undefined || results === null
    ? null
    : createHash('sha256').update(JSON.stringify(results)).digest('hex').slice(0, 16);

const getStep = async (ask: {
  readonly reader: TaskerReader;
  readonly taskUuid: string;
  readonly stepUuid: string;
  readonly signal: AbortSignal;
}): Promise<Step> => {
  try {
    return await ask.reader.getStep(ask);
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    throw new LineclearError('not_found', `Task ${ask.taskUuid} has no step ${ask.stepUuid}.`, {
      hint: 'Take the uuid of a step from task_inspect.',
      details: { ...error.details, reason: 'no_such_step' },
      cause: error,
    });
  }
};
