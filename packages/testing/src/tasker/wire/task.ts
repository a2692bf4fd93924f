import type { Readiness } from '../model/readiness.ts';
import { executionContextOf, readinessOf } from '../model/readiness.ts';
import type { Step, Task } from '../model/records.ts';
import { naiveStamp, zuluStamp } from '../model/stamps.ts';

/** TaskResponse of one task, with its real state and the readiness of every step. */
export const taskResponse = (task: Task, nowMs: number): object => ({
  ...common(task, nowMs),
  status: task.state,
  steps: task.steps.map((step) => stepReadiness(step, nowMs)),
});

/** TaskResponse as a row of the list: the status says `completed` or `pending` and nothing else, the steps are left out. */
export const taskRow = (task: Task, nowMs: number): object => ({
  ...common(task, nowMs),
  status: isListedAsCompleted(task) ? 'completed' : 'pending',
  steps: [],
});

/** What the list calls completed; every other state is pending there. */
export const isListedAsCompleted = (task: Task): boolean => task.state === 'complete';

const common = (task: Task, nowMs: number): object => {
  const context = executionContextOf(task, nowMs);
  return {
    task_uuid: task.uuid,
    name: task.template.name,
    namespace: task.template.namespace,
    version: task.template.version,
    created_at: zuluStamp(task.createdAtMs),
    updated_at: zuluStamp(task.updatedAtMs),
    completed_at: null,
    context: task.context,
    initiator: task.initiator,
    source_system: task.sourceSystem,
    reason: task.reason,
    priority: task.priority,
    tags: task.tags,
    correlation_id: task.correlationId,
    parent_correlation_id: task.parentCorrelationId ?? null,
    total_steps: context.total,
    pending_steps: context.pending,
    in_progress_steps: context.inProgress,
    completed_steps: context.completed,
    failed_steps: context.failed,
    ready_steps: context.ready,
    execution_status: context.executionStatus,
    recommended_action: context.recommendedAction,
    completion_percentage: context.completionPercentage,
    health_status: context.healthStatus,
  };
};

const stepReadiness = (step: Step, nowMs: number): object => {
  const readiness: Readiness = readinessOf(step, nowMs);
  return {
    workflow_step_uuid: step.uuid,
    task_uuid: step.taskUuid,
    named_step_uuid: step.namedStepUuid,
    name: step.definition.name,
    current_state: step.state,
    dependencies_satisfied: readiness.dependenciesSatisfied,
    retry_eligible: readiness.retryEligible,
    ready_for_execution: readiness.ready,
    last_failure_at: stampOrNull(step.lastFailureAtMs),
    next_retry_at: stampOrNull(readiness.nextRetryAtMs),
    total_parents: readiness.totalParents,
    completed_parents: readiness.completedParents,
    attempts: step.attempts,
    max_attempts: step.definition.maxAttempts,
    backoff_request_seconds: step.backoffS ?? null,
    last_attempted_at: stampOrNull(step.lastAttemptedAtMs),
  };
};

const stampOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : naiveStamp(ms));
