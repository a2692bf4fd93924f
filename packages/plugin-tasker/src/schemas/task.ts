import * as z from 'zod';
import { orNull, timestamp } from './wire.ts';

/** One step's readiness, as a single task carries it (GET /v1/tasks/{uuid}, `steps`). */
const stepReadiness = z.object({
  workflow_step_uuid: z.string(),
  name: z.string(),
  current_state: z.string(),
  dependencies_satisfied: z.boolean(),
  retry_eligible: z.boolean(),
  ready_for_execution: z.boolean(),
  last_failure_at: orNull(timestamp),
  next_retry_at: orNull(timestamp),
  last_attempted_at: orNull(timestamp),
  total_parents: z.number(),
  completed_parents: z.number(),
  attempts: z.number(),
  max_attempts: z.number(),
});

/** TaskResponse. In rows of a list `status` is `completed` or `pending` only; in a single task it is the real state. */
export const task = z.object({
  task_uuid: z.string(),
  name: z.string(),
  namespace: z.string(),
  version: z.string(),
  status: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  completed_at: orNull(timestamp),
  context: z.unknown().optional(),
  initiator: z.string(),
  source_system: z.string(),
  reason: z.string(),
  priority: orNull(z.number()),
  tags: orNull(z.array(z.string())),
  correlation_id: z.string(),
  parent_correlation_id: orNull(z.string()),
  total_steps: z.number(),
  pending_steps: z.number(),
  in_progress_steps: z.number(),
  completed_steps: z.number(),
  failed_steps: z.number(),
  ready_steps: z.number(),
  execution_status: z.string(),
  recommended_action: orNull(z.string()),
  completion_percentage: z.number(),
  health_status: z.string(),
  steps: z.array(stepReadiness).default([]),
});
export type Task = z.output<typeof task>;

/** GET /v1/tasks. */
export const taskPage = z.object({
  tasks: z.array(task),
  pagination: z.object({ page: z.number(), per_page: z.number(), total_count: z.number(), has_next: z.boolean() }),
});
export type TaskPage = z.output<typeof taskPage>;
