import * as z from 'zod';
import { satisfiedStepStates } from '../schemas/states.ts';
import type { StepView } from './task-view.ts';

const namesShown = 20;

export const stepRow = z.object({
  step_uuid: z.string(),
  name: z.string(),
  state: z.string(),
  handler: z.string().nullable(),
  step_type: z.string().nullable(),
  dependencies: z.array(z.string()).nullable().describe('Names of the steps it waits for, at most 20; null: not known.'),
  dependency_count: z.int().nullable(),
  dependents: z.array(z.string()).nullable().describe('Names of the steps that wait for it, at most 20.'),
  dependent_count: z.int().nullable(),
  blocking_parents: z
    .array(z.object({ name: z.string(), state: z.string() }))
    .nullable()
    .describe('At most 20.'),
  blocking_count: z.int().nullable(),
  dependencies_satisfied: z.boolean(),
  ready_for_execution: z.boolean().nullable(),
  attempts: z.number(),
  max_attempts: z.number(),
  retry_eligible: z.boolean(),
  retryable: z.boolean().nullable().describe('Whether the template lets it be retried.'),
  next_retry_at: z.string().nullable(),
  error: z
    .object({ type: z.string().nullable(), retryable: z.boolean().nullable(), status_code: z.number().nullable() })
    .nullable()
    .describe('step_inspect has the message.'),
  last_attempted_at: z.string().nullable(),
  completed_at: z.string().nullable(),
});
export type StepRow = z.output<typeof stepRow>;

/** A step as task_inspect lists it. `isReady` is the word of the task itself, `null` where it has none. */
export const toStepRow = ({ step, isReady }: { step: StepView; isReady: boolean | null }): StepRow => {
  const { uuid, dependencies, dependents, blocking_parents: blocking, created_at: _created, ...rest } = step;
  const { total_parents: totalParents, completed_parents: completedParents, ...facts } = rest;
  return {
    ...facts,
    step_uuid: uuid,
    dependencies: dependencies?.slice(0, namesShown) ?? null,
    dependency_count: dependencies?.length ?? totalParents,
    dependents: dependents?.slice(0, namesShown) ?? null,
    dependent_count: dependents?.length ?? null,
    blocking_parents: blocking?.slice(0, namesShown) ?? null,
    blocking_count: totalParents === null || completedParents === null ? null : totalParents - completedParents,
    ready_for_execution: isReady,
  };
};

/** What needs eyes first: failed steps, then those that wait for a retry or for such parents, then what runs, then the rest. */
export const byUrgency = (steps: readonly StepView[]): readonly StepView[] => {
  const ranked = steps.map((step) => ({ step, rank: rankOf(step) }));
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ step }) => step);
};

const rankOf = (step: StepView): number => {
  if (step.state === 'error') return 0;
  if (step.state === 'waiting_for_retry') return 1;
  if (satisfiedStepStates.includes(step.state)) return 6;
  if (step.state === 'cancelled') return 5;
  if (step.state !== 'pending') return 3;
  return isStuckBehind(step) ? 2 : 4;
};

/** True for a step that waits for a parent that went wrong: it cannot start by itself. */
export const isStuckBehind = (step: StepView): boolean =>
  step.blocking_parents?.some(({ state }) => state === 'error' || state === 'cancelled') ?? false;
