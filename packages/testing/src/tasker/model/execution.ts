import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import type { Ids } from './ids.ts';
import type { AuditRow, Step } from './records.ts';
import { zuluStamp } from './stamps.ts';

/** What went wrong in a step, as its worker reports it. */
export interface StepFailure {
  readonly message: string;
  readonly errorType: string;
  readonly retryable: boolean;
  readonly backtrace?: readonly string[];
  readonly statusCode?: number;
  readonly context?: JsonObject;
}

interface Attempt {
  readonly step: Step;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly worker: Worker;
}

/** A worker of the simulation. */
export interface Worker {
  readonly uuid: string;
  readonly hostname: string;
}

/** The StepExecutionResult of a step that worked. */
export const successOf = ({ result, ...attempt }: Attempt & { result: JsonValue }): JsonObject => ({
  step_uuid: attempt.step.uuid,
  success: true,
  result,
  status: 'completed',
  metadata: metadataOf({ ...attempt, retryable: attempt.step.retryable }),
});

/** The StepExecutionResult of a step that failed. */
export const failureOf = ({ failure, ...attempt }: Attempt & { failure: StepFailure }): JsonObject => ({
  step_uuid: attempt.step.uuid,
  success: false,
  result: {},
  status: 'error',
  error: {
    message: failure.message,
    error_type: failure.errorType,
    ...(failure.backtrace !== undefined && { backtrace: [...failure.backtrace] }),
    retryable: failure.retryable,
    ...(failure.statusCode !== undefined && { status_code: failure.statusCode }),
    context: failure.context ?? {},
  },
  metadata: { ...metadataOf({ ...attempt, retryable: failure.retryable }), error_type: failure.errorType },
});

/** The audit row that the database writes when the worker hands the result in. */
export const auditRow = ({
  execution,
  endedAtMs,
  worker,
  ids,
}: {
  execution: JsonObject;
  endedAtMs: number;
  worker: Worker;
  ids: Ids;
}): AuditRow => ({
  uuid: ids('audit'),
  transitionUuid: ids('transition'),
  recordedAtMs: endedAtMs,
  workerUuid: worker.uuid,
  toState: execution['success'] === true ? 'enqueued_for_orchestration' : 'enqueued_as_error_for_orchestration',
  execution,
});

const metadataOf = ({ startedAtMs, endedAtMs, worker, retryable }: Attempt & { retryable: boolean }): JsonObject => ({
  execution_time_ms: Math.round(endedAtMs - startedAtMs),
  handler_version: 'simulated',
  retryable,
  completed_at: zuluStamp(endedAtMs),
  worker_id: worker.uuid,
  worker_hostname: worker.hostname,
  started_at: zuluStamp(startedAtMs),
  custom: {},
  context: {},
});
