import type { Step, Task } from './records.ts';
import { isSatisfied } from './states.ts';
import { secondMs } from './stamps.ts';

/** What the server derives of a step: whether it may run, and what keeps it. */
export interface Readiness {
  readonly totalParents: number;
  readonly completedParents: number;
  readonly dependenciesSatisfied: boolean;
  readonly retryEligible: boolean;
  readonly ready: boolean;
  readonly nextRetryAtMs: number | undefined;
}

const longestBackoffS = 60;

export const readinessOf = (step: Step, nowMs: number): Readiness => {
  const completedParents = step.parents.filter(({ state }) => isSatisfied(state)).length;
  const dependenciesSatisfied = completedParents === step.parents.length;
  // A reset leaves the attempts as they are, so a step that has used them up is never eligible again.
  const retryEligible = step.attempts === 0 || (step.retryable && step.attempts < step.definition.maxAttempts);
  const nextRetryAtMs = nextRetryAt(step);
  return {
    totalParents: step.parents.length,
    completedParents,
    dependenciesSatisfied,
    retryEligible,
    nextRetryAtMs,
    ready:
      (step.state === 'pending' || step.state === 'waiting_for_retry') &&
      dependenciesSatisfied &&
      retryEligible &&
      (nextRetryAtMs === undefined || nextRetryAtMs <= nowMs),
  };
};

/** What the server derives of a whole task. */
export interface ExecutionContext {
  readonly total: number;
  readonly pending: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly failed: number;
  readonly ready: number;
  readonly executionStatus: string;
  readonly recommendedAction: string;
  readonly completionPercentage: number;
  readonly healthStatus: 'healthy' | 'blocked';
}

export const executionContextOf = (task: Task, nowMs: number): ExecutionContext => {
  const count = (...states: Step['state'][]) => task.steps.filter(({ state }) => states.includes(state)).length;
  const total = task.steps.length;
  const completed = count('complete', 'resolved_manually');
  // A step that may be tried again waits in waiting_for_retry, so every step in error blocks.
  const failed = count('error');
  const inProgress = count('in_progress');
  const queued = count('enqueued', 'enqueued_for_orchestration', 'enqueued_as_error_for_orchestration');
  const ready = task.steps.filter((step) => readinessOf(step, nowMs).ready).length;
  const [executionStatus, recommendedAction] =
    failed > 0
      ? ['blocked_by_failures', 'handle_failures']
      : ready > 0
        ? ['has_ready_steps', 'execute_ready_steps']
        : inProgress + queued > 0
          ? ['processing', 'wait_for_completion']
          : total > 0 && completed === total
            ? ['all_complete', 'finalize_task']
            : ['waiting_for_dependencies', 'wait_for_dependencies'];
  return {
    total,
    pending: count('pending'),
    inProgress,
    completed,
    failed,
    ready,
    executionStatus,
    recommendedAction,
    completionPercentage: total === 0 ? 0 : Math.round((completed / total) * 10_000) / 100,
    healthStatus: failed > 0 ? 'blocked' : 'healthy',
  };
};

// A backoff that the orchestrator asked for, else one that doubles with every attempt.
const nextRetryAt = ({ backoffS, lastAttemptedAtMs, lastFailureAtMs, attempts }: Step): number | undefined => {
  if (backoffS !== undefined && lastAttemptedAtMs !== undefined) return lastAttemptedAtMs + backoffS * secondMs;
  if (lastFailureAtMs === undefined) return undefined;
  return lastFailureAtMs + Math.min(2 ** attempts, longestBackoffS) * secondMs;
};
