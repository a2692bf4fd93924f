/** A line as it was, with its time in nanoseconds since the epoch. */
export interface Sample {
  readonly line: string;
  readonly ns: bigint;
}

/** What is known of all lines with the same tokens. */
export interface Tally {
  count: number;
  /** Lines of the time before, which is only compared with. */
  earlier: number;
  /** Undefined while all lines are earlier ones. */
  firstNs: bigint | undefined;
  lastNs: bigint | undefined;
  /** Different lines, the newest first. */
  samples: readonly Sample[];
}

/** Lines with the same tokens. */
export interface Form {
  /** The tokens, by their numbers in the vocabulary. */
  readonly tokens: readonly number[];
  readonly tally: Tally;
}
