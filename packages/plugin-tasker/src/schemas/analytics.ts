import * as z from 'zod';
import { amount, orNull, timestamp } from './wire.ts';

/** PerformanceMetrics. Rates are percent (0–100); `tasks_per_hour` and `steps_per_hour` are counts of the whole window. */
export const performance = z.object({
  total_tasks: amount,
  active_tasks: amount,
  completed_tasks: amount,
  failed_tasks: amount,
  completion_rate: amount,
  error_rate: amount,
  average_task_duration_seconds: amount,
  average_step_duration_seconds: amount,
  tasks_per_hour: amount,
  steps_per_hour: amount,
  system_health_score: amount,
  analysis_period_start: timestamp,
  calculated_at: timestamp,
});
export type Performance = z.output<typeof performance>;

const slow = z.object({
  namespace_name: z.string(),
  task_name: z.string(),
  version: z.string(),
  average_duration_seconds: amount,
  max_duration_seconds: amount,
  execution_count: amount,
  error_count: amount,
  error_rate: amount,
  last_executed_at: orNull(timestamp),
});

/** BottleneckAnalysis of the last 24 hours. `error_rate` is a fraction (0–1) here; handlers are not named. */
export const bottlenecks = z.object({
  slow_steps: z.array(slow.extend({ step_name: z.string() })),
  slow_tasks: z.array(slow.extend({ average_step_count: amount })),
  resource_utilization: z.object({
    database_pool_utilization: amount,
    system_health: z.record(z.string(), amount),
  }),
  recommendations: z.array(z.string()),
});
export type Bottlenecks = z.output<typeof bottlenecks>;
