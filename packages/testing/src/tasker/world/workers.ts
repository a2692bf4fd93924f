import type { Ids } from '../model/ids.ts';
import { readinessOf } from '../model/readiness.ts';
import type { Step, Task } from '../model/records.ts';
import { minuteMs } from '../model/stamps.ts';
import { isSatisfied } from '../model/states.ts';
import { finishStep, handInResult, setStepState, startStep } from './step-moves.ts';
import type { Store } from './store.ts';
import { setTaskState } from './task-moves.ts';

const pollMs = 200;
const pickUpMs = 300;
const takeOverMs = 150;

/** The orchestrator's poller leaves tasks alone that have waited longer than this. */
const pollLimitMs = { waiting_for_dependencies: 60 * minuteMs, waiting_for_retry: 30 * minuteMs };

interface Move {
  readonly atMs: number;
  readonly apply: (atMs: number) => void;
}

/** Lets orchestrator and workers do what they would have done until now. */
export const advance = (store: Store): void => {
  for (const task of store.movable()) {
    for (let move = nextMove(task, store.ids); move !== undefined && move.atMs <= store.nowMs; move = nextMove(task, store.ids)) {
      move.apply(move.atMs);
    }
  }
};

const nextMove = (task: Task, ids: Ids): Move | undefined => {
  const start = (atMs: number) => setTaskState({ task, state: 'steps_in_process', atMs });
  switch (task.state) {
    case 'pending':
      return { atMs: task.createdAtMs + pollMs, apply: start };
    case 'waiting_for_dependencies':
    case 'waiting_for_retry': {
      const [first] = readyMoves(task);
      const limitMs = task.stateSinceMs + pollLimitMs[task.state];
      return first === undefined || first.atMs > limitMs ? undefined : { atMs: first.atMs, apply: start };
    }
    case 'steps_in_process':
      return earliest([...readyMoves(task), ...task.steps.flatMap((step) => workMove(step, ids))]) ?? closingMove(task);
    default:
      return undefined;
  }
};

/** Steps that the orchestrator may hand to the workers, and when; none while a failed step blocks the task. */
const readyMoves = (task: Task): readonly Move[] => {
  if (task.steps.some(({ state }) => state === 'error')) return [];
  return task.steps
    .filter((step) => readinessOf(step, Infinity).ready)
    .map((step) => ({
      atMs:
        Math.max(
          task.stateSinceMs,
          step.updatedAtMs,
          readinessOf(step, Infinity).nextRetryAtMs ?? 0,
          ...step.parents.map(endOf),
        ) + pollMs,
      apply: (atMs: number) => {
        setStepState({ step, state: 'enqueued', atMs });
        step.movesAtMs = atMs + pickUpMs;
      },
    }))
    .toSorted((one, other) => one.atMs - other.atMs);
};

// A step without a time was taken by a worker that is gone: it stays as it is.
const workMove = (step: Step, ids: Ids): readonly Move[] => {
  if (step.movesAtMs === undefined) return [];
  const move = (apply: Move['apply']): readonly Move[] => [{ atMs: step.movesAtMs ?? Infinity, apply }];
  switch (step.state) {
    case 'enqueued':
      return move((atMs) => {
        startStep({ step, atMs });
        step.movesAtMs = atMs + step.definition.durationMs;
      });
    case 'in_progress':
      return move((atMs) => {
        handInResult({ step, atMs, result: step.definition.result, ids });
        step.movesAtMs = atMs + takeOverMs;
      });
    case 'enqueued_for_orchestration':
      return move((atMs) => finishStep({ step, atMs }));
    default:
      return [];
  }
};

const closingMove = (task: Task): Move | undefined => {
  const atMs = Math.max(task.stateSinceMs, ...task.steps.map(endOf));
  if (task.steps.every(({ state }) => isSatisfied(state)))
    return { atMs, apply: () => setTaskState({ task, state: 'complete', atMs }) };
  const isBlocked = task.steps.some(({ state }) => state === 'error') && !task.steps.some(({ state }) => working.includes(state));
  return isBlocked ? { atMs, apply: () => setTaskState({ task, state: 'blocked_by_failures', atMs }) } : undefined;
};

const working: readonly string[] = ['enqueued', 'in_progress', 'enqueued_for_orchestration', 'waiting_for_retry'];

const endOf = (step: Step): number => step.completedAtMs ?? step.updatedAtMs;

const earliest = (moves: readonly Move[]): Move | undefined =>
  moves.reduce<Move | undefined>((best, move) => (best === undefined || move.atMs < best.atMs ? move : best), undefined);
