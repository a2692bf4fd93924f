import * as z from 'zod';
import { amount, count, orNull, snakeCased, timestamp, uuid, word } from './wire.ts';

/** GET /v1/tasks/{uuid}/summary: the only answer with handlers, dependencies and the dead-letter state together. */
export const taskSummary = z.object({
  task: z.object({
    task_uuid: uuid,
    name: z.string(),
    namespace: z.string(),
    version: z.string(),
    status: word,
    created_at: timestamp,
    updated_at: timestamp,
    completed_at: orNull(timestamp),
    initiator: orNull(z.string()),
    source_system: orNull(z.string()),
    reason: orNull(z.string()),
    correlation_id: orNull(uuid),
    total_steps: count,
    pending_steps: count,
    in_progress_steps: count,
    completed_steps: count,
    failed_steps: count,
    completion_percentage: amount,
    health_status: word,
    execution_status: word,
    recommended_action: orNull(word),
  }),
  template: z.object({
    steps: z.array(
      z.object({
        name: z.string(),
        step_type: orNull(word),
        handler: orNull(z.string()),
        dependencies: z.array(z.string()).default([]),
        retryable: orNull(z.boolean()),
        max_attempts: orNull(count),
      }),
    ),
  }),
  steps: z.array(
    z.object({
      step_uuid: uuid,
      name: z.string(),
      current_state: word,
      created_at: orNull(timestamp),
      completed_at: orNull(timestamp),
      last_attempted_at: orNull(timestamp),
      attempts: count,
      max_attempts: count,
      dependencies_satisfied: z.boolean(),
      retry_eligible: z.boolean(),
      error: orNull(z.object({ error_type: orNull(z.string()), retryable: orNull(z.boolean()), status_code: orNull(amount) })),
    }),
  ),
  dlq: z.object({ in_dlq: z.boolean(), dlq_reason: orNull(snakeCased), resolution_status: orNull(snakeCased) }),
});
export type TaskSummary = z.output<typeof taskSummary>;
