import type { ChainedEvent, EventDraft } from '../event.ts';
import type { Connection } from './connection.ts';
import { Courtesy } from './courtesy.ts';
import { type Trouble, unavailable } from './errors.ts';
import { appendEvents } from './events.ts';
import { type Tries, whenFree } from './patience.ts';

interface Job {
  /** Appends may share a transaction; everything else has its own, so that its failure is its own. */
  readonly mayShare: boolean;
  readonly since: number;
  /** Runs inside the transaction, and once more for every attempt. */
  readonly work: () => void;
  readonly committed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Appends in one transaction; more wait for the next, so that the event loop gets its turn. */
const sharedAppends = 256;

/**
 * The writes of one process, one after another in the order in which they were asked for. Appends that wait together are committed
 * together: one sync of the disk serves them all.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #readOnlyBecause: Trouble | undefined;
  readonly #jobs: Job[] = [];
  readonly #courtesy: Courtesy;
  readonly #tries: Tries = { count: 0 };
  #running: Promise<void> | undefined;

  /** Where the file may only be read, every write rejects with the reason. */
  constructor({ connection, readOnlyBecause }: { connection: Connection; readOnlyBecause: Trouble | undefined }) {
    this.#connection = connection;
    this.#readOnlyBecause = readOnlyBecause;
    this.#courtesy = new Courtesy(connection.path);
  }

  append(drafts: readonly EventDraft[]): Promise<readonly ChainedEvent[]> {
    return this.#enqueue({ mayShare: true, work: () => appendEvents({ connection: this.#connection, drafts }) });
  }

  /** Runs `work` in a transaction of its own. */
  run<Value>(work: () => Value): Promise<Value> {
    return this.#enqueue({ mayShare: false, work });
  }

  /** Resolves when everything that was asked for is written or has failed. */
  async drain(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  #enqueue<Value>({ work, mayShare }: { work: () => Value; mayShare: boolean }): Promise<Value> {
    if (this.#readOnlyBecause !== undefined) {
      return Promise.reject(unavailable({ trouble: this.#readOnlyBecause, path: this.#connection.path }));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let committed = () => {};
    this.#jobs.push({
      mayShare,
      since: performance.now(),
      work: () => {
        const value = work();
        committed = () => resolve(value);
      },
      committed: () => committed(),
      failed: reject,
    });
    this.#running ??= this.#drainJobs();
    return promise;
  }

  async #drainJobs(): Promise<void> {
    while (this.#jobs.length > 0) {
      // After the sockets of this turn of the event loop were read, so that their writes come together.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#courtesy.letOthersFirst();
      const jobs = this.#takeTransaction();
      try {
        await this.#commit(jobs);
        this.#courtesy.hasWritten();
        for (const job of jobs) job.committed();
      } catch (error) {
        for (const job of jobs) job.failed(error);
      }
    }
    this.#running = undefined;
  }

  #takeTransaction(): readonly Job[] {
    const firstAlone = this.#jobs.findIndex((job) => !job.mayShare);
    const shared = firstAlone === -1 ? this.#jobs.length : firstAlone;
    return this.#jobs.splice(0, Math.max(1, Math.min(shared, sharedAppends)));
  }

  #commit(jobs: readonly Job[]): Promise<void> {
    // Waiting behind other writes of this process is not waiting for the lock: every commit begins the ten seconds anew.
    const since = Math.max(this.#courtesy.lastWrite, jobs[0]?.since ?? 0);
    return whenFree({
      path: this.#connection.path,
      since,
      tries: this.#tries,
      attempt: () =>
        this.#connection.transaction(() => {
          for (const job of jobs) job.work();
        }),
    });
  }
}
