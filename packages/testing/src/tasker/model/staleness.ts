import type { Task, Template } from './records.ts';
import { minuteMs } from './stamps.ts';
import type { TaskState } from './states.ts';

const defaults = { waiting_for_dependencies: 60, waiting_for_retry: 30, steps_in_process: 30 };
const otherStatesMinutes = 1440;

const isWatched = (state: TaskState): state is keyof typeof defaults => state in defaults;

/** Minutes until a task in this state counts as stale. */
export const thresholdOf = ({ template, state }: { template: Template; state: TaskState }): number =>
  isWatched(state) ? (template.lifecycle?.[state] ?? defaults[state]) : otherStatesMinutes;

export interface Staleness {
  readonly task: Task;
  readonly minutesInState: number;
  readonly thresholdMinutes: number;
  readonly health: 'stale' | 'warning' | 'healthy';
}

const order = ['stale', 'warning', 'healthy'];

/** The tasks that can become stale: stale ones first, then the longest in their state. */
export const stalenessOf = (tasks: readonly Task[], nowMs: number): readonly Staleness[] =>
  tasks
    .filter(({ state }) => isWatched(state))
    .map((task): Staleness => {
      const minutesInState = (nowMs - task.stateSinceMs) / minuteMs;
      const thresholdMinutes = thresholdOf(task);
      const share = minutesInState / thresholdMinutes;
      return { task, minutesInState, thresholdMinutes, health: share >= 1 ? 'stale' : share >= 0.8 ? 'warning' : 'healthy' };
    })
    .toSorted(
      (one, other) => order.indexOf(one.health) - order.indexOf(other.health) || other.minutesInState - one.minutesInState,
    );
