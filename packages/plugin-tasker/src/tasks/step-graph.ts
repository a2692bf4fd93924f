import type { StepView, TaskView } from './task-view.ts';

/**
 * The steps that depend on a step, directly or through others, nearest first; `undefined` where the view does not know the dependencies.
 * Each step comes once, also where the dependencies form a cycle; the step itself never comes.
 */
export const downstreamOf = ({ view, step }: { view: TaskView; step: StepView }): readonly StepView[] | undefined => {
  if (step.dependents === null) return undefined;
  const byName = new Map(view.steps.map((one) => [one.name, one]));
  const found = new Set<StepView>();
  // A set yields what is added to it while it is walked.
  const waiting = new Set([step]);
  for (const parent of waiting) {
    for (const name of parent.dependents ?? []) {
      const dependent = byName.get(name);
      if (dependent === undefined || dependent.uuid === step.uuid) continue;
      found.add(dependent);
      waiting.add(dependent);
    }
  }
  return [...found];
};
