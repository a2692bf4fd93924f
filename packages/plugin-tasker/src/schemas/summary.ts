import * as z from 'zod';
import { orNull, snakeCased, timestamp } from './wire.ts';

/** GET /v1/tasks/{uuid}/summary: the only answer with handlers, dependencies and the dead-letter state together. */
export const taskSummary = z.object({
  task: z.object({
    task_uuid: z.string(),
    name: z.string(),
    namespace: z.string(),
    version: z.string(),
    status: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
    completed_at: orNull(timestamp),
    initiator: orNull(z.string()),
    source_system: orNull(z.string()),
    reason: orNull(z.string()),
    correlation_id: orNull(z.string()),
    total_steps: z.number(),
    pending_steps: z.number(),
    in_progress_steps: z.number(),
    completed_steps: z.number(),
    failed_steps: z.number(),
    completion_percentage: z.number(),
    health_status: z.string(),
    execution_status: z.string(),
    recommended_action: orNull(z.string()),
  }),
  template: z.object({
    steps: z.array(
      z.object({
        name: z.string(),
        step_type: orNull(z.string()),
        handler: orNull(z.string()),
        dependencies: z.array(z.string()).default([]),
        retryable: orNull(z.boolean()),
        max_attempts: orNull(z.number()),
      }),
    ),
  }),
  steps: z.array(
    z.object({
      step_uuid: z.string(),
      name: z.string(),
      current_state: z.string(),
      created_at: orNull(timestamp),
      completed_at: orNull(timestamp),
      last_attempted_at: orNull(timestamp),
      attempts: z.number(),
      max_attempts: z.number(),
      dependencies_satisfied: z.boolean(),
      retry_eligible: z.boolean(),
      error: orNull(
        z.object({ error_type: orNull(z.string()), retryable: orNull(z.boolean()), status_code: orNull(z.number()) }),
      ),
    }),
  ),
  dlq: z.object({ in_dlq: z.boolean(), dlq_reason: orNull(snakeCased), resolution_status: orNull(snakeCased) }),
});
export type TaskSummary = z.output<typeof taskSummary>;
