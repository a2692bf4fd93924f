/** The facts of a task that both sources have. `status` is the real state. */
export interface TaskFacts {
  readonly task_uuid: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly completed_at: string | null;
  readonly initiator: string | null;
  readonly source_system: string | null;
  readonly reason: string | null;
  readonly correlation_id: string | null;
  readonly total_steps: number;
  readonly pending_steps: number;
  readonly in_progress_steps: number;
  readonly completed_steps: number;
  readonly failed_steps: number;
  readonly completion_percentage: number;
  readonly health_status: string;
  readonly execution_status: string;
  readonly recommended_action: string | null;
}

/** A parent that keeps a step from starting. */
export interface BlockingParent {
  readonly name: string;
  readonly state: string;
}

/** One step. `null` means that the source does not say. */
export interface StepView {
  readonly uuid: string;
  readonly name: string;
  readonly state: string;
  readonly handler: string | null;
  readonly step_type: string | null;
  /** Names of the steps that this one waits for, as the template has them. */
  readonly dependencies: readonly string[] | null;
  /** Names of the steps that wait for this one. */
  readonly dependents: readonly string[] | null;
  /** Existing parents in no satisfied state. */
  readonly blocking_parents: readonly BlockingParent[] | null;
  readonly total_parents: number | null;
  readonly completed_parents: number | null;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly retry_eligible: boolean;
  readonly dependencies_satisfied: boolean;
  /** Whether the template lets the step be retried. */
  readonly retryable: boolean | null;
  readonly error: {
    readonly type: string | null;
    readonly retryable: boolean | null;
    readonly status_code: number | null;
  } | null;
  readonly created_at: string | null;
  readonly completed_at: string | null;
  readonly last_attempted_at: string | null;
  readonly next_retry_at: string | null;
}

/** `in_dlq`: an investigation is open; `null` where the source does not say. A closed investigation may show as nothing at all. */
export interface DlqState {
  readonly in_dlq: boolean | null;
  readonly reason: string | null;
  readonly resolution_status: string | null;
}

export interface TaskView {
  readonly source: 'summary' | 'task_and_steps';
  readonly task: TaskFacts;
  /** By time of creation where the source knows it. */
  readonly steps: readonly StepView[];
  readonly dlq: DlqState;
  /** What this source does not know, in plain sentences. */
  readonly notes: readonly string[];
}
