/** PerformanceMetrics of a day: percent where it says rate, counts of the day where it says per hour. */
export const performanceBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  total_tasks: 300,
  active_tasks: 12,
  completed_tasks: 222,
  failed_tasks: 6,
  completion_rate: 92.5,
  error_rate: 2.5,
  average_task_duration_seconds: 61.23456,
  average_step_duration_seconds: 12.5,
  tasks_per_hour: 240,
  steps_per_hour: 1_200,
  system_health_score: 0.974,
  analysis_period_start: '2026-03-01T00:00:00+00:00',
  calculated_at: '2026-03-02T00:00:00.123456789+00:00',
  ...changes,
});

/** One group of a BottleneckAnalysis; its error rate is a fraction. */
export const slowBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  namespace_name: 'analytics',
  task_name: 'import',
  version: '1.0.0',
  average_duration_seconds: 10,
  max_duration_seconds: 25.5,
  execution_count: 40,
  error_count: 1,
  error_rate: 0.025,
  last_executed_at: '2026-03-01T23:00:00+00:00',
  ...changes,
});

export const bottlenecksBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  slow_steps: [],
  slow_tasks: [],
  resource_utilization: { database_pool_utilization: 0.35, system_health: { complete_tasks: 222, total_tasks: 300 } },
  recommendations: [],
  ...changes,
});

export const taskListBody = (tasks: readonly unknown[]): Record<string, unknown> => ({
  tasks,
  pagination: { page: 1, per_page: 100, total_count: tasks.length, total_pages: 1, has_next: false, has_previous: false },
});
