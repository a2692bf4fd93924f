import * as z from 'zod';
import { orNull, timestamp } from './wire.ts';

/** PerformanceMetrics. Rates are percent (0–100); `tasks_per_hour` and `steps_per_hour` are counts of the whole window. */
export const performance = z.object({
  total_tasks: z.number(),
  active_tasks: z.number(),
  completed_tasks: z.number(),
  failed_tasks: z.number(),
  completion_rate: z.number(),
  error_rate: z.number(),
  average_task_duration_seconds: z.number(),
  average_step_duration_seconds: z.number(),
  tasks_per_hour: z.number(),
  steps_per_hour: z.number(),
  system_health_score: z.number(),
  analysis_period_start: timestamp,
  calculated_at: timestamp,
});
export type Performance = z.output<typeof performance>;

const slow = z.object({
  namespace_name: z.string(),
  task_name: z.string(),
  version: z.string(),
  average_duration_seconds: z.number(),
  max_duration_seconds: z.number(),
  execution_count: z.number(),
  error_count: z.number(),
  error_rate: z.number(),
  last_executed_at: orNull(timestamp),
});

/** BottleneckAnalysis of the last 24 hours. `error_rate` is a fraction (0–1) here; handlers are not named. */
export const bottlenecks = z.object({
  slow_steps: z.array(slow.extend({ step_name: z.string() })),
  slow_tasks: z.array(slow.extend({ average_step_count: z.number() })),
  resource_utilization: z.object({
    database_pool_utilization: z.number(),
    system_health: z.record(z.string(), z.number()),
  }),
  recommendations: z.array(z.string()),
});
export type Bottlenecks = z.output<typeof bottlenecks>;
