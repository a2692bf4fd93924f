import * as z from 'zod';
import type { Step } from '../schemas/step.ts';
import { shownValue, toShownValue } from '../text/shown-value.ts';
import type { StepView } from '../tasks/task-view.ts';
import { failureOf, failureShape } from '../results/failure.ts';
import { resultsOf } from '../results/results.ts';

const resultCharacters = 12_000;

export const stepDetail = z.object({
  step_uuid: z.string(),
  name: z.string(),
  state: z.string(),
  handler: z.string().nullable(),
  step_type: z.string().nullable(),
  readiness: z.object({
    ready_for_execution: z.boolean(),
    dependencies_satisfied: z.boolean(),
    retry_eligible: z.boolean(),
    total_parents: z.number(),
    completed_parents: z.number(),
  }),
  attempts: z.object({
    used: z.number(),
    max: z.number(),
    exhausted: z.boolean(),
    retryable: z.boolean().nullable().describe('Whether the template lets it be retried.'),
    last_attempted_at: z.string().nullable(),
    last_failure_at: z.string().nullable(),
    next_retry_at: z.string().nullable(),
  }),
  timing: z.object({
    created_at: z.string(),
    updated_at: z.string(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    execution_time_ms: z.number().nullable(),
    age_seconds: z.number().nullable().describe('Since it was made.'),
  }),
  worker: z.object({ id: z.string().nullable(), hostname: z.string().nullable(), handler_version: z.string().nullable() }),
  error: failureShape.nullable().describe('Of the last result that was stored; it stays after a reset.'),
  result: shownValue,
  completed_by_hand: z
    .object({ by: z.string().nullable(), reason: z.string().nullable() })
    .nullable()
    .describe('As the server keeps it in the results.'),
});

/** Everything that the step itself tells. `view` adds what only the summary knows. */
export const toStepDetail = ({
  step,
  view,
  nowMs,
}: {
  step: Step;
  view: StepView | undefined;
  nowMs: number;
}): z.output<typeof stepDetail> => {
  const results = resultsOf(step.results);
  const metadata = results?.metadata;
  const custom = metadata?.custom ?? {};
  const createdMs = Date.parse(step.created_at);
  return {
    step_uuid: step.step_uuid,
    name: step.name,
    state: step.current_state,
    handler: view?.handler ?? null,
    step_type: view?.step_type ?? null,
    readiness: {
      ready_for_execution: step.ready_for_execution,
      dependencies_satisfied: step.dependencies_satisfied,
      retry_eligible: step.retry_eligible,
      total_parents: step.total_parents,
      completed_parents: step.completed_parents,
    },
    attempts: {
      used: step.attempts,
      max: step.max_attempts,
      exhausted: step.attempts >= step.max_attempts,
      retryable: view?.retryable ?? null,
      last_attempted_at: step.last_attempted_at,
      last_failure_at: step.last_failure_at,
      next_retry_at: step.next_retry_at,
    },
    timing: {
      created_at: step.created_at,
      updated_at: step.updated_at,
      started_at: metadata?.started_at ?? null,
      completed_at: step.completed_at ?? metadata?.completed_at ?? null,
      execution_time_ms: metadata?.execution_time_ms ?? null,
      age_seconds: Number.isNaN(createdMs) ? null : Math.round((nowMs - createdMs) / 1_000),
    },
    worker: {
      id: metadata?.worker_id ?? null,
      hostname: metadata?.worker_hostname ?? null,
      handler_version: metadata?.handler_version ?? null,
    },
    error: failureOf(step.results) ?? null,
    // Results of another shape are shown as they are: a worker in some language may have written them.
    result: toShownValue({
      value: results?.result ?? (results === undefined ? step.results : null),
      maxCharacters: resultCharacters,
    }),
    completed_by_hand:
      custom['manually_completed'] === true
        ? { by: textOf(custom['completed_by']), reason: textOf(custom['completion_reason']) }
        : null,
  };
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
