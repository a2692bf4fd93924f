import type { HeldTask, QueueItem } from '../broker/broker.ts';
import type { WorkerTask, TaskPlace } from '../control/worker-task.ts';
import type { TaskEvent } from '../events/event.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { ResultRead, ResultReader, TaskResult } from '../results/results.ts';

/** Everything that was found out about one task at one moment. Times are milliseconds since the epoch. */
export interface Evidence {
  readonly taskId: string;
  readonly nowMs: number;
  readonly record: ResultRead;
  /** The worker that has it; `scheduled` for those that wait for their time. */
  readonly atWorker: { readonly worker: string; readonly place: TaskPlace | 'scheduled'; readonly task: WorkerTask } | undefined;
  /** Its place in a queue; position 0 is served next. */
  readonly waiting: { readonly queue: string; readonly item: QueueItem; readonly total: number } | undefined;
  /** Workers that consume the queue where it waits; undefined when it waits in none, or not everybody said. */
  readonly consumers?: number | undefined;
  /** A worker took its message and has not acknowledged it; the broker does not say which worker. */
  readonly held: HeldTask | undefined;
  readonly events: readonly TaskEvent[];
  /** Known when it was started here. */
  readonly ledger: LedgerEntry | undefined;
  /** When its cancellation was asked for here, whoever started it. */
  readonly cancelledAtMs?: number | undefined;
  /** It was taken out of its queue here. */
  readonly isRemoved?: boolean | undefined;
  /** What the task before it in a chain left behind; only asked for when nothing of this one was found. */
  readonly before?: ResultRead | undefined;
  /** Where results go; undefined when nobody asked. */
  readonly backend?: {
    readonly kind: ResultReader['kind'];
    /** How long results are kept, in seconds; undefined = for ever. */
    readonly expiresS: number | undefined;
  };
  /**
   * The rate limit under which a worker may hold it back unseen, such as `1/m`. null = none: no worker has one for it, or the broker
   * would show that it is held; undefined = not known.
   */
  readonly rateLimit?: string | null | undefined;
  /** When the broker was away last, as far as it was noticed; undefined = not while this profile was open. */
  readonly gapAtMs?: number | undefined;
  readonly workers: {
    /** Live workers; 0 = none is connected at this moment, or the record says it all and nobody was asked: see {@link isSettled}. */
    readonly known: number;
    readonly answered: readonly string[];
    readonly silent: readonly string[];
  };
  /** Queues that were looked through, and whether these were all. */
  readonly queues: {
    readonly searched: readonly string[];
    readonly complete: boolean;
    /** Queues that hold messages and cannot be looked through. */
    readonly unseen?: readonly UnseenQueue[];
  };
}

/** A queue that holds messages and cannot be looked through. */
export interface UnseenQueue {
  readonly queue: string;
  readonly ready: number;
  /** More messages than can be held; each look counts as a failed delivery. */
  readonly why: 'too_long' | 'quorum';
}

/** The queue that the task was sent to from here, where it cannot be looked through. */
export const unseenQueueOf = ({ ledger, queues }: Pick<Evidence, 'ledger' | 'queues'>): UnseenQueue | undefined =>
  // Where workers sent it, as the later tasks of a chain, is not known.
  ledger?.state !== 'sent' || ledger.parent !== undefined
    ? undefined
    : queues.unseen?.find(({ queue }) => queue === ledger.queue);

/** True where the record alone tells the end. REVOKED does not: from Celery 5.6.2 on it may be written while the task runs on. */
export const isSettled = (record: ResultRead): record is { readonly kind: 'found'; readonly result: TaskResult } =>
  record.kind === 'found' && record.result.isFinal && record.result.status !== 'REVOKED';
