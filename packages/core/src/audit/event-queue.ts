import type { Clock, Log } from '../plugin/context.ts';
import type { ChainedEvent, EventDraft } from '../store/event.ts';
import type { Store } from '../store/store.ts';

const batchReads = 256;
const batchDelayMs = 50;
const maxQueuedReads = 4_096;
const retryMs = 1_000;
/** In one transaction, so that a long queue is not one long stop of the event loop. */
const maxTogether = 1_024;

/** Events that stay together, and who waits for them; nobody waits for a read. */
interface Entry {
  readonly drafts: readonly EventDraft[];
  readonly caller?: { readonly resolve: (events: readonly ChainedEvent[]) => void; readonly reject: (error: unknown) => void };
}

export interface EventQueueParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Log;
  readonly onWritten: (events: readonly ChainedEvent[]) => void;
}

/**
 * What one process wants to chain, in order. Reads wait for company, everything else takes along what is queued before it. While the
 * store fails, the oldest 4,096 reads are kept and the others counted; the count is recorded when the store works again.
 */
export class EventQueue {
  readonly #parts: EventQueueParts;
  #entries: Entry[] = [];
  #queuedReads = 0;
  #lostReads = 0;
  #callers = 0;
  #blocked: (() => void)[] = [];
  #writing = false;
  #timer: NodeJS.Timeout | undefined;
  #healthy = true;

  constructor(parts: EventQueueParts) {
    this.#parts = parts;
  }

  get healthy(): boolean {
    return this.#healthy;
  }

  /** Resolves at once, or when there is room again. */
  addRead(event: EventDraft): void | Promise<void> {
    if (!this.#healthy && this.#queuedReads >= maxQueuedReads) {
      this.#lostReads += 1;
      return undefined;
    }
    this.#entries.push({ drafts: [event] });
    this.#queuedReads += 1;
    this.#wake();
    if (!this.#healthy || this.#queuedReads <= maxQueuedReads) return undefined;
    return new Promise((resolve) => this.#blocked.push(resolve));
  }

  /** Resolves when the events, and everything queued before them, are durable. No events at all make it a flush. */
  add(drafts: readonly EventDraft[]): Promise<readonly ChainedEvent[]> {
    return new Promise((resolve, reject) => {
      this.#entries.push({ drafts, caller: { resolve, reject } });
      this.#callers += 1;
      this.#wake();
    });
  }

  /** Stops waiting for company or for the store to recover. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wake(): void {
    if (this.#writing || this.#entries.length === 0) return;
    if (this.#isDue()) void this.#write();
    else this.#timer ??= this.#later();
  }

  #isDue(): boolean {
    return this.#callers > 0 || (this.#healthy && this.#queuedReads >= batchReads);
  }

  #later(): NodeJS.Timeout {
    const timer = setTimeout(() => void this.#write(), this.#healthy ? batchDelayMs : retryMs);
    // A store that stays broken must not keep the process alive.
    return this.#healthy ? timer : timer.unref();
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    this.stop();
    // What is added in the same turn goes into the same transaction.
    await Promise.resolve();
    do await this.#writeTogether(this.#take());
    while (this.#isDue());
    this.#writing = false;
    this.#wake();
  }

  #take(): readonly Entry[] {
    let drafts = 0;
    const end = this.#entries.findIndex((entry) => {
      drafts += entry.drafts.length;
      return drafts > maxTogether;
    });
    return this.#entries.splice(0, end === -1 ? this.#entries.length : Math.max(1, end));
  }

  async #writeTogether(entries: readonly Entry[]): Promise<void> {
    const drafts = entries.flatMap((entry) => entry.drafts);
    try {
      const events = drafts.length === 0 ? [] : await this.#parts.store.append(drafts);
      this.#succeeded({ entries, events });
    } catch (error) {
      this.#failed({ entries, error });
    }
  }

  #succeeded({ entries, events }: { entries: readonly Entry[]; events: readonly ChainedEvent[] }): void {
    let start = 0;
    for (const { drafts, caller } of entries) {
      if (caller === undefined) this.#queuedReads -= drafts.length;
      else this.#callers -= 1;
      caller?.resolve(events.slice(start, start + drafts.length));
      start += drafts.length;
    }
    if (events.length === 0) return;
    this.#parts.onWritten(events);
    if (!this.#healthy) this.#recovered();
    if (this.#queuedReads < maxQueuedReads) this.#unblock();
  }

  #failed({ entries, error }: { entries: readonly Entry[]; error: unknown }): void {
    if (this.#healthy) this.#parts.logger.error({ error }, 'the audit trail cannot be written');
    this.#healthy = false;
    // Who waits behind more reads than go into one transaction is refused as well: those reads would only be tried again.
    const isFullOfReads = entries.every(({ caller }) => caller === undefined);
    const refused = isFullOfReads ? [...entries, ...this.#entries] : entries;
    const reads = refused.filter(({ caller }) => caller === undefined);
    this.#entries = isFullOfReads ? reads : [...reads, ...this.#entries];
    for (const { caller } of refused) {
      if (caller === undefined) continue;
      this.#callers -= 1;
      caller.reject(error);
    }
    this.#unblock();
  }

  #recovered(): void {
    this.#healthy = true;
    this.#parts.logger.info({ lost_reads: this.#lostReads }, 'the audit trail can be written again');
    if (this.#lostReads === 0) return;
    const time = new Date(this.#parts.clock.now()).toISOString();
    const drafts: EventDraft[] = [
      { event: 'read', time, outcome: 'audit_unavailable', details: { lost_reads: this.#lostReads } },
    ];
    this.#lostReads = 0;
    // Before what is left, so that who waits for all of it waits for this too.
    this.#entries.unshift({ drafts });
    this.#queuedReads += 1;
  }

  #unblock(): void {
    const blocked = this.#blocked;
    this.#blocked = [];
    for (const resolve of blocked) resolve();
  }
}
