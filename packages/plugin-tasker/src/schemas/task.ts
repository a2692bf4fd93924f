import * as z from 'zod';
import { amount, count, orNull, someJson, timestamp, uuid, word } from './wire.ts';

/** One step's readiness, as a single task carries it (GET /v1/tasks/{uuid}, `steps`). */
const stepReadiness = z.object({
  workflow_step_uuid: uuid,
  name: z.string(),
  current_state: word,
  dependencies_satisfied: z.boolean(),
  retry_eligible: z.boolean(),
  ready_for_execution: z.boolean(),
  last_failure_at: orNull(timestamp),
  next_retry_at: orNull(timestamp),
  last_attempted_at: orNull(timestamp),
  total_parents: count,
  completed_parents: count,
  attempts: count,
  max_attempts: count,
});

/** TaskResponse. In rows of a list `status` is `completed` or `pending` only; in a single task it is the real state. */
export const task = z.object({
  task_uuid: uuid,
  name: z.string(),
  namespace: z.string(),
  version: z.string(),
  status: word,
  created_at: timestamp,
  updated_at: timestamp,
  completed_at: orNull(timestamp),
  context: someJson.optional(),
  initiator: z.string(),
  source_system: z.string(),
  reason: z.string(),
  priority: orNull(amount),
  tags: orNull(z.array(z.string())),
  correlation_id: uuid,
  parent_correlation_id: orNull(uuid),
  total_steps: count,
  pending_steps: count,
  in_progress_steps: count,
  completed_steps: count,
  failed_steps: count,
  ready_steps: count,
  execution_status: word,
  recommended_action: orNull(word),
  completion_percentage: amount,
  health_status: word,
  steps: z.array(stepReadiness).default([]),
});
export type Task = z.output<typeof task>;

/** GET /v1/tasks. */
export const taskPage = z.object({
  tasks: z.array(task),
  pagination: z.object({ page: amount, per_page: amount, total_count: amount, has_next: z.boolean() }),
});
export type TaskPage = z.output<typeof taskPage>;
