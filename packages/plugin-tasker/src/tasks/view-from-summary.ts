import type { TaskSummary } from '../schemas/summary.ts';
import { satisfiedStepStates } from '../schemas/states.ts';
import type { BlockingParent, StepView, TaskView } from './task-view.ts';

type TemplateStep = TaskSummary['template']['steps'][number];
type SummaryStep = TaskSummary['steps'][number];

/** A view of the summary answer, which has everything but the times of retries. */
export const viewFromSummary = ({ task, template, steps, dlq }: TaskSummary): TaskView => {
  const templates = new Map(template.steps.map((one) => [one.name, one]));
  const states = new Map(steps.map((step) => [step.name, step.current_state]));
  const dependents = dependentsOf({ template: template.steps, states });
  const unknown = steps.filter((step) => !templates.has(step.name)).length;
  return {
    source: 'summary',
    task,
    steps: steps.map((step) => toStep({ step, template: templates.get(step.name), states, dependents })),
    dlq: { in_dlq: dlq.in_dlq, reason: dlq.dlq_reason, resolution_status: dlq.resolution_status },
    notes:
      unknown === 0
        ? []
        : [`${unknown} of the steps are not in the template (made at run time): their handlers and dependencies are not known.`],
  };
};

const toStep = ({
  step,
  template,
  states,
  dependents,
}: {
  step: SummaryStep;
  template: TemplateStep | undefined;
  states: ReadonlyMap<string, string>;
  dependents: ReadonlyMap<string, readonly string[]>;
}): StepView => {
  const parents = template === undefined ? null : parentsOf({ template, states });
  const blocking = parents?.filter(({ state }) => !satisfiedStepStates.includes(state)) ?? null;
  return {
    uuid: step.step_uuid,
    name: step.name,
    state: step.current_state,
    handler: template?.handler ?? null,
    step_type: template?.step_type ?? null,
    dependencies: template?.dependencies ?? null,
    dependents: dependents.get(step.name) ?? [],
    blocking_parents: blocking,
    total_parents: parents?.length ?? null,
    completed_parents: parents === null || blocking === null ? null : parents.length - blocking.length,
    attempts: step.attempts,
    max_attempts: step.max_attempts,
    retry_eligible: step.retry_eligible,
    dependencies_satisfied: step.dependencies_satisfied,
    retryable: template?.retryable ?? null,
    error:
      step.error === null
        ? null
        : { type: step.error.error_type, retryable: step.error.retryable, status_code: step.error.status_code },
    created_at: step.created_at,
    completed_at: step.completed_at,
    last_attempted_at: step.last_attempted_at,
    next_retry_at: null,
  };
};

// A decision step may leave parents uncreated: the server counts edges between existing steps only, so such a parent blocks nothing.
const parentsOf = ({
  template,
  states,
}: {
  template: TemplateStep;
  states: ReadonlyMap<string, string>;
}): readonly BlockingParent[] =>
  template.dependencies.flatMap((name) => {
    const state = states.get(name);
    return state === undefined ? [] : [{ name, state }];
  });

const dependentsOf = ({
  template,
  states,
}: {
  template: readonly TemplateStep[];
  states: ReadonlyMap<string, string>;
}): ReadonlyMap<string, readonly string[]> => {
  const dependents = new Map<string, string[]>();
  for (const { name, dependencies } of template) {
    if (!states.has(name)) continue;
    for (const parent of dependencies) {
      const known = dependents.get(parent);
      if (known === undefined) dependents.set(parent, [name]);
      else known.push(name);
    }
  }
  return dependents;
};
