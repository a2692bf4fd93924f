import type { Step, Task } from '../model/records.ts';
import { hourMs, offsetStamp, secondMs } from '../model/stamps.ts';
import { stepStates, taskStates } from '../model/states.ts';
import { averageS, endOf } from './analytics.ts';

const windowMs = 24 * hourMs;
const poolUtilization = 0.35;

interface Group {
  readonly namespace_name: string;
  readonly task_name: string;
  readonly version: string;
  readonly step_name?: string;
}

interface Execution {
  readonly group: Group;
  readonly durationMs: number;
  readonly endedAtMs: number;
  readonly stepCount: number;
  readonly errors: number;
}

/** BottleneckAnalysis over the last 24 hours, whatever one asks for. Error rates are fractions here. */
export const bottleneckAnalysis = ({
  tasks,
  limit,
  minExecutions,
  nowMs,
}: {
  tasks: readonly Task[];
  limit: number;
  minExecutions: number;
  nowMs: number;
}): object => {
  const recent = tasks.filter(({ createdAtMs }) => createdAtMs > nowMs - windowMs);
  const slowSteps = slowest({ executions: recent.flatMap(stepExecutions), limit, minExecutions });
  return {
    slow_steps: slowSteps.map(({ group, executions }) => ({ ...group, ...figures(executions) })),
    slow_tasks: slowest({ executions: recent.flatMap(taskExecution), limit, minExecutions }).map(({ group, executions }) => ({
      ...group,
      ...figures(executions),
      average_step_count: round(executions.reduce((sum, { stepCount }) => sum + stepCount, 0) / executions.length, 100),
    })),
    resource_utilization: { database_pool_utilization: poolUtilization, system_health: healthCounts(tasks) },
    recommendations: recommendations(slowSteps),
  };
};

const stepExecutions = (task: Task): readonly Execution[] =>
  task.steps.filter(isDone).map((step) => ({
    group: { ...groupOf(task), step_name: step.definition.name },
    durationMs: endOf(step) - step.createdAtMs,
    endedAtMs: endOf(step),
    stepCount: 1,
    errors: step.state === 'error' ? 1 : 0,
  }));

const taskExecution = (task: Task): readonly Execution[] => {
  const done = task.steps.filter(isDone);
  if (done.length === 0) return [];
  const endedAtMs = Math.max(...done.map(endOf));
  const errors = done.filter(({ state }) => state === 'error').length;
  return [{ group: groupOf(task), durationMs: endedAtMs - task.createdAtMs, endedAtMs, stepCount: task.steps.length, errors }];
};

const slowest = ({
  executions,
  limit,
  minExecutions,
}: {
  executions: readonly Execution[];
  limit: number;
  minExecutions: number;
}): readonly { readonly group: Group; readonly executions: readonly Execution[] }[] =>
  Object.values(Object.groupBy(executions, ({ group }) => JSON.stringify(group)))
    .flatMap((group = []) => (group[0] === undefined ? [] : [{ group: group[0].group, executions: group }]))
    .filter((entry) => entry.executions.length >= minExecutions)
    .toSorted((one, other) => averageS(durations(other.executions)) - averageS(durations(one.executions)))
    .slice(0, limit);

const figures = (executions: readonly Execution[]): object => {
  const errors = executions.reduce((sum, execution) => sum + execution.errors, 0);
  return {
    average_duration_seconds: averageS(durations(executions)),
    max_duration_seconds: Math.max(...durations(executions)) / secondMs,
    execution_count: executions.length,
    error_count: errors,
    error_rate: round(errors / executions.length, 10_000),
    last_executed_at: offsetStamp(Math.max(...executions.map(({ endedAtMs }) => endedAtMs))),
  };
};

const healthCounts = (tasks: readonly Task[]): object => {
  const steps = tasks.flatMap((task) => task.steps);
  return {
    ...Object.fromEntries(taskStates.map((state) => [`${state}_tasks`, tasks.filter((task) => task.state === state).length])),
    total_tasks: tasks.length,
    ...Object.fromEntries(stepStates.map((state) => [`${state}_steps`, steps.filter((step) => step.state === state).length])),
    total_steps: steps.length,
  };
};

const recommendations = (slowSteps: ReturnType<typeof slowest>): readonly string[] => {
  const [first] = slowSteps;
  if (first === undefined) return [];
  const averageSeconds = averageS(durations(first.executions));
  const { namespace_name: namespace, task_name: task, step_name: step = '' } = first.group;
  return averageSeconds > 30
    ? [`Simulated advice: ${namespace}/${task} spends ${averageSeconds.toFixed(1)} s until ${step} ends.`]
    : [];
};

const groupOf = ({ template }: Task): Group => ({
  namespace_name: template.namespace,
  task_name: template.name,
  version: template.version,
});

const isDone = ({ state }: Step): boolean => state === 'complete' || state === 'error';
const durations = (executions: readonly Execution[]): readonly number[] => executions.map(({ durationMs }) => durationMs);
const round = (value: number, factor: number): number => Math.round(value * factor) / factor;
