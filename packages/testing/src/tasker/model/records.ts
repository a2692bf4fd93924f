import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import type { DlqReason, DlqResolution, StepState, TaskState } from './states.ts';

/** One step of a template. The server tells handlers and dependencies only in a task's summary. */
export interface StepTemplate {
  readonly name: string;
  readonly description: string;
  readonly handler: string;
  readonly dependsOn: readonly string[];
  readonly retryable: boolean;
  readonly maxAttempts: number;
  /** How long a simulated worker needs. */
  readonly durationMs: number;
  readonly resultSchema?: JsonObject;
  /** What a simulated worker answers. */
  readonly result: JsonValue;
}

/** A registered template: one name in one namespace in one version. */
export interface Template {
  readonly uuid: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly steps: readonly StepTemplate[];
  /** Minutes until a task in that state counts as stale; the server's defaults where absent. */
  readonly lifecycle?: Partial<Record<'waiting_for_dependencies' | 'waiting_for_retry' | 'steps_in_process', number>>;
}

/** A row of the audit: the server writes one only when a worker hands in a result. */
export interface AuditRow {
  readonly uuid: string;
  readonly transitionUuid: string;
  readonly recordedAtMs: number;
  readonly workerUuid: string;
  readonly toState: 'enqueued_for_orchestration' | 'enqueued_as_error_for_orchestration';
  /** The StepExecutionResult. */
  readonly execution: JsonObject;
}

/** One step of a task. Times are milliseconds since the epoch. */
export interface Step {
  readonly uuid: string;
  readonly taskUuid: string;
  readonly definition: StepTemplate;
  readonly namedStepUuid: string;
  readonly parents: readonly Step[];
  readonly createdAtMs: number;
  updatedAtMs: number;
  completedAtMs?: number;
  state: StepState;
  attempts: number;
  retryable: boolean;
  results?: JsonValue;
  lastFailureAtMs?: number;
  lastAttemptedAtMs?: number;
  backoffS?: number;
  /** When its worker or the orchestrator moves it on; without it nobody does. */
  movesAtMs?: number;
  readonly audits: AuditRow[];
}

/** One task with its steps in the order of the template. */
export interface Task {
  readonly uuid: string;
  readonly template: Template;
  readonly createdAtMs: number;
  updatedAtMs: number;
  completedAtMs?: number;
  state: TaskState;
  stateSinceMs: number;
  readonly context: JsonObject;
  readonly initiator: string;
  readonly sourceSystem: string;
  readonly reason: string;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly correlationId: string;
  readonly parentCorrelationId?: string;
  readonly steps: readonly Step[];
}

/** One entry of the dead-letter queue: an investigation of a task. */
export interface DlqRecord {
  readonly uuid: string;
  readonly task: Task;
  readonly originalState: TaskState;
  readonly reason: DlqReason;
  readonly enteredAtMs: number;
  readonly timeInStateMinutes: number;
  readonly thresholdMinutes: number;
  updatedAtMs: number;
  resolution: DlqResolution;
  resolvedAtMs?: number;
  notes?: string;
  resolvedBy?: string;
  metadata?: JsonValue;
}
