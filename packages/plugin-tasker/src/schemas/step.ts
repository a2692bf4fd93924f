import * as z from 'zod';
import { amount, count, orNull, someJson, timestamp, uuid, word } from './wire.ts';

/** StepResponse. `results` is what the worker stored: see {@link stepResults}. */
export const step = z.object({
  step_uuid: uuid,
  task_uuid: uuid,
  name: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  completed_at: orNull(timestamp),
  results: someJson.optional(),
  current_state: word,
  dependencies_satisfied: z.boolean(),
  retry_eligible: z.boolean(),
  ready_for_execution: z.boolean(),
  total_parents: count,
  completed_parents: count,
  attempts: count,
  max_attempts: count,
  last_failure_at: orNull(timestamp),
  next_retry_at: orNull(timestamp),
  last_attempted_at: orNull(timestamp),
});
export type Step = z.output<typeof step>;

/** StepExecutionResult, tolerant: workers in several languages write it, and manual actions write parts of it. */
export const stepResults = z.object({
  success: orNull(z.boolean()),
  status: orNull(word),
  result: z.unknown().optional(),
  error: orNull(
    z.object({
      message: orNull(z.string()),
      error_type: orNull(z.string()),
      backtrace: orNull(z.array(z.string())),
      retryable: orNull(z.boolean()),
      status_code: orNull(amount),
    }),
  ),
  metadata: orNull(
    z.object({
      execution_time_ms: orNull(amount),
      handler_version: orNull(z.string()),
      retryable: orNull(z.boolean()),
      completed_at: orNull(timestamp),
      worker_id: orNull(z.string()),
      worker_hostname: orNull(z.string()),
      started_at: orNull(timestamp),
      custom: orNull(z.record(z.string(), z.unknown())),
      error_code: orNull(z.string()),
      error_type: orNull(z.string()),
    }),
  ),
});
export type StepResults = z.output<typeof stepResults>;

/**
 * One row of a step's audit (GET …/audit). Rows exist only where a worker handed a result over; `execution_time_ms` is normally absent
 * there and stands in `result.data.metadata`.
 */
export const stepAudit = z.object({
  audit_uuid: uuid,
  workflow_step_uuid: uuid,
  transition_uuid: uuid,
  task_uuid: uuid,
  recorded_at: timestamp,
  worker_uuid: orNull(uuid),
  correlation_id: orNull(uuid),
  success: z.boolean(),
  execution_time_ms: orNull(amount),
  result: someJson.optional(),
  step_name: z.string(),
  from_state: orNull(word),
  to_state: orNull(word),
});
export type StepAudit = z.output<typeof stepAudit>;

/** What an operator may do to a step (PATCH …/workflow_steps/{step}). */
export type StepAction =
  | { readonly action_type: 'reset_for_retry'; readonly reason: string; readonly reset_by: string }
  | { readonly action_type: 'resolve_manually'; readonly reason: string; readonly resolved_by: string }
  | {
      readonly action_type: 'complete_manually';
      readonly completion_data: { readonly result: unknown; readonly metadata?: unknown };
      readonly reason: string;
      readonly completed_by: string;
    };
