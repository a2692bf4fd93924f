import type { StepView } from '../tasks/task-view.ts';
import type { StepSituation } from './step-situation.ts';

/**
 * How many steps of the task could run once this one is done (`finished`), or as things are; `undefined` where the dependencies that decide it
 * are not known.
 */
export const readySteps = ({ situation, finished }: { readonly situation: StepSituation; readonly finished: boolean }) => {
  const { step, view } = situation;
  const others = view.steps.filter(({ uuid, state, retry_eligible: eligible }) =>
    finished && uuid === step.step_uuid ? false : waiting.includes(state) && eligible,
  );
  const ready = others.filter((other) => other.dependencies_satisfied || (finished && waitsOnlyFor({ other, name: step.name })));
  const isUnknown = finished && others.some((other) => !other.dependencies_satisfied && other.blocking_parents === null);
  return ready.length === 0 && isUnknown ? undefined : ready.length;
};

const waiting: readonly string[] = ['pending', 'waiting_for_retry'];

const waitsOnlyFor = ({ other, name }: { other: StepView; name: string }): boolean =>
  other.blocking_parents?.every((parent) => parent.name === name) ?? false;
