/** A workflow is a file of the default branch; its number stays while its path does. */
export interface WorkflowRecord {
  readonly id: number;
  readonly path: string;
  readonly createdAtMs: number;
  state: 'active' | 'disabled_manually';
}

export type Conclusion = 'success' | 'failure';

export interface RunRecord {
  readonly id: number;
  readonly workflowId: number;
  readonly path: string;
  readonly number: number;
  readonly branch: string;
  readonly sha: string;
  readonly event: string;
  readonly actor: string;
  /** The fork that the commit comes from; nothing for the repository itself. */
  readonly fork: string | undefined;
  readonly createdAtMs: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  attempt: number;
  /** When the attempt was asked for. */
  queuedAtMs: number;
  /** How the attempt will end. */
  plan: RunPlan;
  cancelledAtMs: number | undefined;
  readonly jobIds: number[];
}

/** How a run goes: its jobs, and for how long it waits and works. */
export interface RunPlan {
  readonly queuedMs: number;
  readonly runningMs: number;
  readonly jobs: readonly JobPlan[];
}

export interface JobPlan {
  readonly name: string;
  readonly conclusion: Conclusion;
  /** Their names; a job that fails does so in the last one. */
  readonly steps?: readonly string[];
  readonly log?: string;
}
