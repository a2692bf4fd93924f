/** One change of the state of one instance of a rule. */
export interface StateChange {
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** As Grafana wrote it down, where it keeps no labels. */
  readonly text?: string;
  readonly values?: Readonly<Record<string, number>>;
  readonly error?: string;
}

export interface History {
  /** What kept it. */
  readonly kept_by: 'state_history' | 'annotations' | 'prometheus';
  /** Newest first. */
  readonly changes: readonly StateChange[];
  /** Seconds by which the times may be wrong. */
  readonly resolutionS: number | undefined;
}
