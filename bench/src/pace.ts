/** How long everything is measured. */
export interface Pace {
  /** Turns of every server of a comparison. */
  readonly rounds: number;
  /** How long a server is under load in one turn. */
  readonly sliceMs: number;
  readonly warmUpMs: number;
  /** Calls over stdio, or in process, in one turn. */
  readonly calls: number;
  /** Processes started of each kind. */
  readonly starts: number;
  /** How long an idle process may settle before its memory is read. */
  readonly settleMs: number;
  /** How long four processes write into one store. */
  readonly contentionMs: number;
  /** Durable appends, and confirmed writes. */
  readonly writes: number;
  /** Streams held open at once. */
  readonly streams: number;
  /** Celery tasks that wait in a queue. */
  readonly queued: number;
  /** Files that are searched. */
  readonly files: number;
  /** Size of the file that is read, in MiB. */
  readonly fileMiB: number;
}

/** Figures to publish. */
export const fullPace: Pace = {
  rounds: 7,
  sliceMs: 1_000,
  warmUpMs: 1_500,
  calls: 2_000,
  starts: 15,
  settleMs: 2_000,
  contentionMs: 12_000,
  writes: 1_500,
  streams: 1_000,
  queued: 10_000,
  files: 100_000,
  fileMiB: 1_024,
};

/** Figures to look at while working. */
export const quickPace: Pace = {
  rounds: 3,
  sliceMs: 400,
  warmUpMs: 400,
  calls: 500,
  starts: 4,
  settleMs: 2_000,
  contentionMs: 2_000,
  writes: 300,
  streams: 1_000,
  queued: 10_000,
  files: 100_000,
  fileMiB: 1_024,
};
