import { executionContextOf, readinessOf } from '../model/readiness.ts';
import type { DlqRecord, Step, Task } from '../model/records.ts';
import { zuluStamp } from '../model/stamps.ts';
import { dlqReasons, dlqResolutions } from '../model/states.ts';
import { isJsonObject } from '../world/json.ts';

/** TaskSummaryResponse: the only answer with handlers, dependencies and the dead-letter state. Its DLQ words are in snake_case. */
export const taskSummary = ({
  task,
  pending,
  nowMs,
}: {
  task: Task;
  /** The open investigation; resolved ones are not shown here. */
  pending: DlqRecord | undefined;
  nowMs: number;
}): object => ({
  task: taskPart(task, nowMs),
  template: {
    steps: task.template.steps.map((step) => ({
      name: step.name,
      step_type: 'standard',
      handler: step.handler,
      dependencies: step.dependsOn,
      retryable: step.retryable,
      max_attempts: step.maxAttempts,
    })),
  },
  steps: task.steps.map((step) => stepPart(step, nowMs)),
  dlq:
    pending === undefined
      ? { in_dlq: false }
      : { in_dlq: true, dlq_reason: dlqReasons[pending.reason], resolution_status: dlqResolutions[pending.resolution] },
  links: {
    task: `/v1/tasks/${task.uuid}`,
    steps: `/v1/tasks/${task.uuid}/workflow_steps`,
    dlq: `/v1/dlq/task/${task.uuid}`,
  },
});

const taskPart = (task: Task, nowMs: number): object => {
  const context = executionContextOf(task, nowMs);
  return {
    task_uuid: task.uuid,
    name: task.template.name,
    namespace: task.template.namespace,
    version: task.template.version,
    status: task.state,
    created_at: zuluStamp(task.createdAtMs),
    updated_at: zuluStamp(task.updatedAtMs),
    ...(task.completedAtMs !== undefined && { completed_at: zuluStamp(task.completedAtMs) }),
    initiator: task.initiator,
    source_system: task.sourceSystem,
    reason: task.reason,
    correlation_id: task.correlationId,
    total_steps: context.total,
    pending_steps: context.pending,
    in_progress_steps: context.inProgress,
    completed_steps: context.completed,
    failed_steps: context.failed,
    completion_percentage: context.completionPercentage,
    health_status: context.healthStatus,
    execution_status: context.executionStatus,
    recommended_action: context.recommendedAction,
  };
};

const stepPart = (step: Step, nowMs: number): object => {
  const { dependenciesSatisfied, retryEligible } = readinessOf(step, nowMs);
  const error = errorOf(step);
  return {
    step_uuid: step.uuid,
    name: step.definition.name,
    current_state: step.state,
    created_at: zuluStamp(step.createdAtMs),
    ...(step.completedAtMs !== undefined && { completed_at: zuluStamp(step.completedAtMs) }),
    ...(step.lastAttemptedAtMs !== undefined && { last_attempted_at: zuluStamp(step.lastAttemptedAtMs) }),
    attempts: step.attempts,
    max_attempts: step.definition.maxAttempts,
    dependencies_satisfied: dependenciesSatisfied,
    retry_eligible: retryEligible,
    ...(error !== undefined && { error }),
  };
};

// The database function reads the type under a key that results do not have, so error_type is never there.
const errorOf = ({ results }: Step): object | undefined => {
  const error = isJsonObject(results) ? results['error'] : undefined;
  if (!isJsonObject(error)) return undefined;
  return { retryable: error['retryable'] === true, ...('status_code' in error && { status_code: error['status_code'] }) };
};
