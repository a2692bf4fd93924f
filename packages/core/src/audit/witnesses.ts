import type { ChainedEvent, Head } from '../store/event.ts';
import type { Store } from '../store/store.ts';
import type { Anchor } from './types.ts';

/** What an anchor has seen of a chain, compared with the chain while that is read. Nothing of it is kept in memory. */
export class Witnesses {
  readonly #store: Store;
  readonly #heads: AsyncIterator<Head>;
  #next: Head | undefined;
  #confirmedSeq = 0;

  constructor({ store, anchor }: { store: Store; anchor: Anchor | undefined }) {
    this.#store = store;
    this.#heads = headsOf(anchor);
  }

  /** The newest event that the anchor has confirmed; 0 when there is none. */
  get confirmedSeq(): number {
    return this.#confirmedSeq;
  }

  /**
   * Compares every head up to `head`, the end of what was read; `page` is the last of it. Yields the head that differs from the chain,
   * or the first one that the chain has not reached.
   */
  async compare({ head, page }: { head: Head; page: readonly ChainedEvent[] }): Promise<{ differs?: Head; ahead?: Head }> {
    for (;;) {
      const witness = this.#next ?? (await this.#read());
      if (witness === undefined) return {};
      if (witness.seq > head.seq) {
        this.#next = witness;
        return { ahead: witness };
      }
      this.#next = undefined;
      if ((await this.#hashAt({ seq: witness.seq, page })) !== witness.hash) return { differs: witness };
      this.#confirmedSeq = Math.max(this.#confirmedSeq, witness.seq);
    }
  }

  async close(): Promise<void> {
    await this.#heads.return?.();
  }

  async #read(): Promise<Head | undefined> {
    const { value, done } = await this.#heads.next();
    return done === true ? undefined : value;
  }

  /** Processes that share an anchor write a little out of order: what is not on this page was on an earlier one. */
  async #hashAt({ seq, page }: { seq: number; page: readonly ChainedEvent[] }): Promise<string | undefined> {
    const onPage = page[seq - (page[0]?.seq ?? 0)];
    if (onPage?.seq === seq) return onPage.hash;
    const [event] = await this.#store.events({ afterSeq: seq - 1, order: 'asc', limit: 1 });
    return event?.seq === seq ? event.hash : undefined;
  }
}

const headsOf = async function* (anchor: Anchor | undefined): AsyncGenerator<Head, undefined> {
  if (anchor?.heads !== undefined) yield* anchor.heads();
  else {
    const newest = await anchor?.read();
    if (newest !== undefined) yield newest;
  }
  return undefined;
};
