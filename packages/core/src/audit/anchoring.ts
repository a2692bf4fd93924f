import type { Log } from '../plugin/context.ts';
import { emptyHead } from '../store/chain.ts';
import type { ChainedEvent, Head } from '../store/event.ts';
import type { Anchor } from './types.ts';
import { within } from './within.ts';

const writeMs = 5_000;
const readsEveryMs = 1_000;

/**
 * Keeps the newest head in the anchor: at once after events that matter, at most once a second after reads, and when it settles. One
 * write at a time; what is chained meanwhile is covered by the next, because a head stands for everything before it. No call waits for
 * it: a head that a crash keeps from the anchor leaves events that `verify` calls not provable, never a broken chain.
 */
export class Anchoring {
  readonly #anchor: Anchor;
  readonly #logger: Log;
  #newest: Head = emptyHead;
  #written: Head = emptyHead;
  #isWanted = false;
  #isDue = false;
  #running: Promise<void> | undefined;
  #cooling: NodeJS.Timeout | undefined;
  #healthy = true;

  constructor({ anchor, logger }: { anchor: Anchor; logger: Log }) {
    this.#anchor = anchor;
    this.#logger = logger;
  }

  get healthy(): boolean {
    return this.#healthy;
  }

  note(events: readonly ChainedEvent[]): void {
    for (const { seq, hash } of events) if (seq > this.#newest.seq) this.#newest = { seq, hash };
    const matters = events.some((event) => event.event !== 'read');
    if (matters || this.#cooling === undefined) this.#write();
    else this.#isDue = true;
  }

  /** Writes the newest head, unless it is written. */
  async settle(): Promise<void> {
    if (this.#newest.seq > this.#written.seq) this.#write();
    await this.#running;
    clearTimeout(this.#cooling);
  }

  #write(): void {
    this.#isWanted = true;
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      this.#coolDown();
      const head = this.#newest;
      try {
        await within({ work: this.#anchor.write(head), ms: writeMs, what: `writing to the anchor ${this.#anchor.location}` });
        this.#written = head;
        this.#healthy = true;
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#running = undefined;
  }

  #coolDown(): void {
    clearTimeout(this.#cooling);
    this.#isDue = false;
    this.#cooling = setTimeout(() => {
      this.#cooling = undefined;
      if (this.#isDue) this.#write();
    }, readsEveryMs);
    // A process that has nothing else to do may end; closing the trail writes the head.
    this.#cooling.unref();
  }

  #failed(error: unknown): void {
    if (this.#healthy)
      this.#logger.error({ error, anchor: this.#anchor.location }, 'the anchor cannot be written; a cut tail may go unnoticed');
    this.#healthy = false;
    this.#isDue = true;
  }
}
