import type { JsonValue } from '@lineclear/core/plugin';
import { auditRow, failureOf, successOf } from '../model/execution.ts';
import type { StepFailure, Worker } from '../model/execution.ts';
import { idOf } from '../model/ids.ts';
import type { Ids } from '../model/ids.ts';
import type { Step } from '../model/records.ts';
import type { StepState } from '../model/states.ts';

/** The workers of the simulation; a step is always taken by the same one. */
export const workers: readonly Worker[] = [1, 2, 3].map((number) => ({
  uuid: idOf('worker', number),
  hostname: `simulated-worker-${number}`,
}));

interface Move {
  readonly step: Step;
  readonly atMs: number;
}

export const setStepState = ({ step, state, atMs }: Move & { state: StepState }): void => {
  step.state = state;
  step.updatedAtMs = atMs;
  delete step.movesAtMs;
};

/** A worker takes the step. */
export const startStep = ({ step, atMs }: Move): void => {
  setStepState({ step, state: 'in_progress', atMs });
  step.attempts += 1;
  step.lastAttemptedAtMs = atMs;
};

/** A worker hands in a result. */
export const handInResult = ({ step, atMs, result, ids }: Move & { result: JsonValue; ids: Ids }): void => {
  const execution = successOf({
    step,
    startedAtMs: step.lastAttemptedAtMs ?? atMs,
    endedAtMs: atMs,
    worker: workerOf(step),
    result,
  });
  step.audits.push(auditRow({ execution, endedAtMs: atMs, worker: workerOf(step), ids }));
  step.results = execution;
  setStepState({ step, state: 'enqueued_for_orchestration', atMs });
};

/** The orchestrator takes the result over. */
export const finishStep = ({ step, atMs }: Move): void => {
  setStepState({ step, state: 'complete', atMs });
  step.completedAtMs = atMs;
};

/** A worker hands in a failure; the orchestrator lets the step wait for its next try, or gives it up. */
export const failStep = ({ step, atMs, failure, ids }: Move & { failure: StepFailure; ids: Ids }): void => {
  const execution = failureOf({
    step,
    startedAtMs: step.lastAttemptedAtMs ?? atMs,
    endedAtMs: atMs,
    worker: workerOf(step),
    failure,
  });
  step.audits.push(auditRow({ execution, endedAtMs: atMs, worker: workerOf(step), ids }));
  step.results = execution;
  step.retryable = failure.retryable;
  const triesAgain = failure.retryable && step.attempts < step.definition.maxAttempts;
  setStepState({ step, state: triesAgain ? 'waiting_for_retry' : 'error', atMs });
  if (triesAgain) step.backoffS = 2 ** step.attempts;
  else step.lastFailureAtMs = atMs;
};

const workerOf = (step: Step): Worker => {
  const position = Number.parseInt(step.uuid.slice(-4), 16) % workers.length;
  return workers[position] ?? { uuid: idOf('worker', 1), hostname: 'simulated-worker-1' };
};
