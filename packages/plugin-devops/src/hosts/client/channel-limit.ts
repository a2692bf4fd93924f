import { hostIsBusy } from './host-errors.ts';

/** A place among the channels of one connection; give it back once. */
export type ChannelPlace = () => void;

interface Waiting {
  readonly admit: (place: ChannelPlace) => void;
  readonly refuse: (reason: unknown) => void;
}

/**
 * Admits a number of channels at a time and lets a bounded number of callers wait, in order. A server that admits fewer than it is
 * asked for makes the limit smaller for the life of the connection.
 */
export class ChannelLimit {
  readonly #host: string;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<Waiting>();
  #limit: number;
  #taken = 0;

  constructor({ host, limit, maxWaiting = 64 }: { host: string; limit: number; maxWaiting?: number }) {
    this.#host = host;
    this.#limit = limit;
    this.#maxWaiting = maxWaiting;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Waits for a place. Throws the reason of the signal, or `rate_limited` where too many wait already. */
  async take(signal: AbortSignal): Promise<ChannelPlace> {
    signal.throwIfAborted();
    if (this.#taken < this.#limit && this.#waiting.size === 0) return this.#place();
    if (this.#waiting.size >= this.#maxWaiting) throw hostIsBusy({ host: this.#host, reason: 'queue_full' });
    const { promise, resolve, reject } = Promise.withResolvers<ChannelPlace>();
    const waiting: Waiting = { admit: resolve, refuse: reject };
    const leave = () => {
      this.#waiting.delete(waiting);
      reject(signal.reason);
    };
    this.#waiting.add(waiting);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /**
   * The server refused a channel, whose place is given back: what others hold is all it admits. False where nobody else holds one, so
   * that waiting would help nobody.
   */
  lower(place: ChannelPlace): boolean {
    const others = this.#taken - 1;
    if (others > 0) this.#limit = Math.min(this.#limit, others);
    place();
    return others > 0;
  }

  /** Refuses everybody who waits. */
  end(reason: unknown): void {
    for (const { refuse } of this.#waiting) refuse(reason);
    this.#waiting.clear();
  }

  #place(): ChannelPlace {
    this.#taken += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#taken -= 1;
      this.#admitNext();
    };
  }

  #admitNext(): void {
    for (const waiting of this.#waiting) {
      if (this.#taken >= this.#limit) return;
      this.#waiting.delete(waiting);
      waiting.admit(this.#place());
    }
  }
}
