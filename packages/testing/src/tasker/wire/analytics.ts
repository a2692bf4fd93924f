import type { Step, Task } from '../model/records.ts';
import { hourMs, offsetStamp } from '../model/stamps.ts';

/**
 * PerformanceMetrics, counted as the server counts: a task is "completed" as soon as one of its steps is, rates are percent, and
 * the fields that say "per hour" are counts of the whole period.
 */
export const performanceMetrics = ({
  tasks,
  hours,
  nowMs,
}: {
  tasks: readonly Task[];
  /** 0 means the last hour. */
  hours: number;
  nowMs: number;
}): object => {
  const startMs = nowMs - Math.max(hours, 1) * hourMs;
  const inPeriod = tasks.filter(({ createdAtMs }) => createdAtMs > startMs);
  const completed = inPeriod.filter(hasStepIn('complete'));
  const failed = inPeriod.filter(hasStepIn('error'));
  const finished = inPeriod.flatMap((task) =>
    task.steps.filter(({ state }) => state === 'complete').map((step) => ({ task, step })),
  );
  return {
    total_tasks: tasks.length,
    active_tasks: tasks.filter(({ steps }) => steps.some(isActive)).length,
    completed_tasks: completed.length,
    failed_tasks: failed.length,
    completion_rate: percent(completed.length, inPeriod.length),
    error_rate: percent(failed.length, inPeriod.length),
    average_task_duration_seconds: averageS(finished.map(({ task, step }) => endOf(step) - task.createdAtMs)),
    // From the step's creation, not from its start: the time it waited for others is in it.
    average_step_duration_seconds: averageS(finished.map(({ step }) => endOf(step) - step.createdAtMs)),
    tasks_per_hour: inPeriod.length,
    steps_per_hour: inPeriod.reduce((count, { steps }) => count + steps.length, 0),
    system_health_score: healthScore(tasks.filter(({ createdAtMs }) => createdAtMs > nowMs - hourMs)),
    analysis_period_start: offsetStamp(startMs),
    calculated_at: offsetStamp(nowMs),
  };
};

/** When a step reached the state that it is in. */
export const endOf = (step: Step): number => step.completedAtMs ?? step.updatedAtMs;

/** Three decimals, as the database rounds. */
export const averageS = (durationsMs: readonly number[]): number =>
  durationsMs.length === 0 ? 0 : Math.round(durationsMs.reduce((sum, ms) => sum + ms, 0) / durationsMs.length) / 1000;

const hasStepIn =
  (wanted: Step['state']) =>
  ({ steps }: Task): boolean =>
    steps.some(({ state }) => state === wanted);

const isActive = ({ state }: Step): boolean => state !== 'complete' && state !== 'error' && state !== 'resolved_manually';

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100);

const healthScore = (recent: readonly Task[]): number => {
  const completed = recent.filter(hasStepIn('complete')).length;
  const failed = recent.filter(hasStepIn('error')).length;
  return completed + failed === 0 ? 1 : Math.round((completed / (completed + failed)) * 1000) / 1000;
};
