import { readinessOf } from '../model/readiness.ts';
import type { AuditRow, Step, Task } from '../model/records.ts';
import { zuluStamp } from '../model/stamps.ts';

/** StepResponse. */
export const stepResponse = (step: Step, nowMs: number): object => {
  const readiness = readinessOf(step, nowMs);
  return {
    step_uuid: step.uuid,
    task_uuid: step.taskUuid,
    name: step.definition.name,
    created_at: zuluStamp(step.createdAtMs),
    updated_at: zuluStamp(step.updatedAtMs),
    completed_at: stampOrNull(step.completedAtMs),
    results: step.results ?? null,
    current_state: step.state,
    dependencies_satisfied: readiness.dependenciesSatisfied,
    retry_eligible: readiness.retryEligible,
    ready_for_execution: readiness.ready,
    total_parents: readiness.totalParents,
    completed_parents: readiness.completedParents,
    attempts: step.attempts,
    max_attempts: step.definition.maxAttempts,
    last_failure_at: stampOrNull(step.lastFailureAtMs),
    next_retry_at: stampOrNull(readiness.nextRetryAtMs),
    last_attempted_at: stampOrNull(step.lastAttemptedAtMs),
  };
};

/** StepAuditResponse, newest first. `execution_time_ms` is never there: the trigger looks for it one level too high. */
export const auditResponse = ({ step, task }: { step: Step; task: Task }): object[] =>
  step.audits.toReversed().map((row) => ({
    audit_uuid: row.uuid,
    workflow_step_uuid: step.uuid,
    transition_uuid: row.transitionUuid,
    task_uuid: step.taskUuid,
    recorded_at: zuluStamp(row.recordedAtMs),
    worker_uuid: row.workerUuid,
    correlation_id: task.correlationId,
    success: row.toState === 'enqueued_for_orchestration',
    result: eventOf(row),
    step_name: step.definition.name,
    from_state: 'in_progress',
    to_state: row.toState,
  }));

const eventOf = ({ toState, execution }: AuditRow): object => ({
  type: toState === 'enqueued_for_orchestration' ? 'EnqueueForOrchestration' : 'EnqueueAsErrorForOrchestration',
  data: execution,
});

const stampOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : zuluStamp(ms));
