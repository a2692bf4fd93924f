import type { Cancellable } from '../broker/broker.ts';
import type { WireValue } from '../protocol/wire-value.ts';

/** Why a task failed, is retried or was revoked. */
export interface TaskError {
  /** The class name of the exception, such as `ValueError`. */
  readonly type: string;
  readonly module: string | undefined;
  readonly message: string;
}

/** What a result backend says about one task. Times are milliseconds since the epoch. */
export interface TaskResult {
  readonly taskId: string;
  /** `STARTED`, `RETRY`, `SUCCESS`, `FAILURE`, `REVOKED`, `IGNORED`, or any state of the application's own such as `PROGRESS`. */
  readonly status: string;
  /** True for SUCCESS, FAILURE, REVOKED and IGNORED. From Celery 5.6.2 on, REVOKED may still become SUCCESS. */
  readonly isFinal: boolean;
  /** The return value, or the metadata of STARTED and custom states. `null` where `error` is set. */
  readonly value: WireValue;
  readonly error: TaskError | undefined;
  readonly traceback: string | undefined;
  readonly doneAtMs: number | undefined;
  readonly parentId: string | undefined;
  readonly groupId: string | undefined;
  /** Ids of tasks that this one sent. */
  readonly childIds: readonly string[];
  /** Only with `result_extended`. */
  readonly extended:
    | {
        readonly taskName: string | undefined;
        readonly args: WireValue | undefined;
        readonly kwargs: WireValue | undefined;
        readonly worker: string | undefined;
        readonly queue: string | undefined;
        readonly retries: number | undefined;
      }
    | undefined;
  /** Size of the stored record. */
  readonly bytes: number;
}

/** One record, or why it cannot be read; several reads never fail for one bad record. */
export type ResultRead =
  | { readonly kind: 'found'; readonly result: TaskResult }
  /** Nothing is stored: not finished, not tracked, expired, or never known. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'malformed'; readonly reason: string; readonly bytes: number };

/** What reads may ask of a result backend. */
export interface ResultReader {
  /** `none`: results are not kept, or kept where they cannot be read from here; every read is `absent`. */
  readonly kind: 'redis' | 'rpc' | 'none';
  /** One record. A malformed one is thrown as `upstream_error` with `details.reason` `malformed_result`. */
  read(query: { readonly taskId: string } & Cancellable): Promise<TaskResult | undefined>;
  /** Many records in the order of the ids, in one round trip where the backend can. */
  readMany(query: { readonly taskIds: readonly string[] } & Cancellable): Promise<readonly ResultRead[]>;
  /**
   * Resolves with the final record as soon as it is stored, or with the newest one (undefined: none) when the time is over.
   * `onChange` is called for every other record seen meanwhile, and `onListening`, once or more often, when from then on no
   * record is missed that the backend tells of. Survives a backend that restarts.
   */
  wait(
    query: {
      readonly taskId: string;
      readonly timeoutMs: number;
      readonly onChange?: ((result: TaskResult) => void) | undefined;
      readonly onListening?: (() => void) | undefined;
    } & Cancellable,
  ): Promise<TaskResult | undefined>;
  close(): Promise<void>;
}

/** What a sender needs beside. */
export interface ResultPort extends ResultReader {
  /** What to put into a message's `replyTo`: the own reply queue of the rpc backend; undefined where any id does. */
  replyTo(options?: Cancellable): Promise<string | undefined>;
  /** Tells the backend how many parts a chord's header has; must be done before they are sent. */
  prepareChord(order: { readonly groupId: string; readonly size: number } & Cancellable): Promise<void>;
}
