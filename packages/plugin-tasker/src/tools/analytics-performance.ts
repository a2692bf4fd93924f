import * as z from 'zod';
import { percentilesOf, smallestSample } from '../analytics/percentiles.ts';
import { toHundredth } from '../analytics/rates.ts';
import { readStepTimings, type StepTimings } from '../analytics/step-timings.ts';
import { tasker } from '../connection.ts';
import { ifAllowed } from '../client/if-allowed.ts';
import type { Performance } from '../schemas/analytics.ts';

const percentile = z.number().nullable();

export const analyticsPerformance = tasker.read({
  name: 'analytics_performance',
  title: 'Performance of workflows',
  toolset: 'analytics',
  description:
    'Show throughput, rates and durations of a time window, with percentiles of a sample of steps. Use analytics_bottlenecks for what is slow.',
  input: z.strictObject({
    hours: z.int().min(1).max(720).default(24).describe('The window: the last hours, up to now.'),
    sample_tasks: z.int().min(0).max(100).default(20).describe('Completed tasks to read for percentiles; 0 for none.'),
  }),
  output: z.object({
    window: z.object({ hours: z.int(), start: z.string(), calculated_at: z.string() }),
    tasks: z.object({ total: z.number(), active: z.number(), completed: z.number(), failed: z.number() }),
    rates: z.object({
      completion_rate_percent: z.number(),
      error_rate_percent: z.number(),
      tasks_per_hour: z.number(),
      steps_per_hour: z.number(),
    }),
    counted_in_window: z.object({ tasks: z.number(), steps: z.number() }).describe('What the rates per hour are made of.'),
    average_task_duration_seconds: z.number(),
    average_step_duration_seconds: z.number(),
    step_execution_ms: z.object({ p50: percentile, p90: percentile, p95: percentile, p99: percentile }),
    sample: z.object({ tasks: z.int(), steps: z.int(), window: z.string(), method: z.string() }),
    system_health_score: z.number().describe('0 to 1, of the last hour.'),
    notes: z.array(z.string()),
  }),
  deadlineMs: 60_000,
  run: async ({ input: { hours, sample_tasks: mostTasks }, reader, signal, clock }) => {
    const metrics = await reader.getPerformance({ hours, signal });
    const since = startOf({ metrics, hours, now: clock.now() });
    // The metrics need another permission (system:analytics_read) than tasks and steps.
    const timings = await ifAllowed(() => readStepTimings({ reader, signal, since, mostTasks, clock }));
    return {
      ...inUnits({ metrics, hours }),
      step_execution_ms: percentilesOf(timings?.milliseconds ?? []),
      sample: {
        tasks: timings?.tasks ?? 0,
        steps: timings?.milliseconds.length ?? 0,
        window: `tasks made since ${new Date(since).toISOString()}`,
        method,
      },
      notes: [cacheNote, meaningNote, ...notesOn({ timings, mostTasks })],
    };
  },
});

const cacheNote = 'The server may answer from a cache: its numbers can be up to 60 s old, see calculated_at.';
// As its SQL counts (get_analytics_metrics).
const meaningNote =
  'A task counts as completed or failed as soon as one of its steps is. average_step_duration_seconds runs from the creation of a step to its end, waiting for others included; step_execution_ms is the time at work.';
const method =
  'Newest completed tasks, their complete steps, last attempt of each: execution_time_ms of the worker, else started_at to completed_at. Nearest rank.';

// The server's clock made the window; ours only stands in for it.
const startOf = ({ metrics, hours, now }: { metrics: Performance; hours: number; now: number }): number => {
  const start = Date.parse(metrics.analysis_period_start);
  return Number.isNaN(start) ? now - hours * 3_600_000 : start;
};

// The server's tasks_per_hour and steps_per_hour are counts of the whole window; its rates are percent already.
const inUnits = ({ metrics, hours }: { metrics: Performance; hours: number }) => ({
  window: { hours, start: metrics.analysis_period_start, calculated_at: metrics.calculated_at },
  tasks: {
    total: metrics.total_tasks,
    active: metrics.active_tasks,
    completed: metrics.completed_tasks,
    failed: metrics.failed_tasks,
  },
  rates: {
    completion_rate_percent: toHundredth(metrics.completion_rate),
    error_rate_percent: toHundredth(metrics.error_rate),
    tasks_per_hour: toHundredth(metrics.tasks_per_hour / hours),
    steps_per_hour: toHundredth(metrics.steps_per_hour / hours),
  },
  counted_in_window: { tasks: metrics.tasks_per_hour, steps: metrics.steps_per_hour },
  average_task_duration_seconds: toHundredth(metrics.average_task_duration_seconds),
  average_step_duration_seconds: toHundredth(metrics.average_step_duration_seconds),
  system_health_score: toHundredth(metrics.system_health_score),
});

const notesOn = ({ timings, mostTasks }: { timings: StepTimings | undefined; mostTasks: number }): readonly string[] => {
  if (timings === undefined)
    return ['The credentials may not list tasks and read their steps (tasks:list, steps:read), so there are no percentiles.'];
  const large = timings.tasksTooLarge;
  return [
    ...(mostTasks > 0 && timings.milliseconds.length < smallestSample
      ? [`Fewer than ${smallestSample} steps with a known time were found, so there are no percentiles.`]
      : []),
    ...(timings.tasksNotRead > 0
      ? [`Tasks that were left out of the sample, because the server is slow: ${timings.tasksNotRead}.`]
      : []),
    ...(large > 0 ? [`Tasks with more than 500 steps were left out of the sample: ${large}.`] : []),
  ];
};
