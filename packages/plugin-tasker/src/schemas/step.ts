import * as z from 'zod';
import { orNull, timestamp } from './wire.ts';

/** StepResponse. `results` is what the worker stored: see {@link stepResults}. */
export const step = z.object({
  step_uuid: z.string(),
  task_uuid: z.string(),
  name: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  completed_at: orNull(timestamp),
  results: z.unknown().optional(),
  current_state: z.string(),
  dependencies_satisfied: z.boolean(),
  retry_eligible: z.boolean(),
  ready_for_execution: z.boolean(),
  total_parents: z.number(),
  completed_parents: z.number(),
  attempts: z.number(),
  max_attempts: z.number(),
  last_failure_at: orNull(timestamp),
  next_retry_at: orNull(timestamp),
  last_attempted_at: orNull(timestamp),
});
export type Step = z.output<typeof step>;

/** StepExecutionResult, tolerant: workers in several languages write it, and manual actions write parts of it. */
export const stepResults = z.object({
  success: orNull(z.boolean()),
  status: orNull(z.string()),
  result: z.unknown().optional(),
  error: orNull(
    z.object({
      message: orNull(z.string()),
      error_type: orNull(z.string()),
      backtrace: orNull(z.array(z.string())),
      retryable: orNull(z.boolean()),
      status_code: orNull(z.number()),
    }),
  ),
  metadata: orNull(
    z.object({
      execution_time_ms: orNull(z.number()),
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
  audit_uuid: z.string(),
  workflow_step_uuid: z.string(),
  transition_uuid: z.string(),
  task_uuid: z.string(),
  recorded_at: timestamp,
  worker_uuid: orNull(z.string()),
  correlation_id: orNull(z.string()),
  success: z.boolean(),
  execution_time_ms: orNull(z.number()),
  result: z.unknown().optional(),
  step_name: z.string(),
  from_state: orNull(z.string()),
  to_state: orNull(z.string()),
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
