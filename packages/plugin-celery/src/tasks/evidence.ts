import type { HeldTask, QueueItem } from '../broker/broker.ts';
import type { WorkerTask, TaskPlace } from '../control/worker-task.ts';
import type { TaskEvent } from '../events/event.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { ResultRead } from '../results/results.ts';

/** Everything that was found out about one task at one moment. Times are milliseconds since the epoch. */
export interface Evidence {
  readonly taskId: string;
  readonly nowMs: number;
  readonly record: ResultRead;
  /** The worker that has it; `scheduled` for those that wait for their time. */
  readonly atWorker: { readonly worker: string; readonly place: TaskPlace | 'scheduled'; readonly task: WorkerTask } | undefined;
  /** Its place in a queue; position 0 is served next. */
  readonly waiting: { readonly queue: string; readonly item: QueueItem; readonly total: number } | undefined;
  /** A worker took its message and has not acknowledged it; the broker does not say which worker. */
  readonly held: HeldTask | undefined;
  readonly events: readonly TaskEvent[];
  /** Known when it was started here. */
  readonly ledger: LedgerEntry | undefined;
  readonly workers: {
    /** Live workers; 0 = none is connected at this moment. */
    readonly known: number;
    readonly answered: readonly string[];
    readonly silent: readonly string[];
  };
  /** Queues that were looked through, and whether these were all. */
  readonly queues: { readonly searched: readonly string[]; readonly complete: boolean };
}
