import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';

/** The requests of one connection that still need an answer. */
export class InFlight {
  readonly #ids = new Set<RequestId>();
  #waiting: (() => void)[] = [];

  get size(): number {
    return this.#ids.size;
  }

  received(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    // A subscription is answered when it ends; nobody waits for that.
    if ('id' in message && message.method !== 'subscriptions/listen') this.started(message.id);
    // A cancelled request is never answered.
    if (message.method === 'notifications/cancelled') this.#settle(message.params?.['requestId']);
  }

  sent(message: JSONRPCMessage): void {
    if (!('method' in message)) this.#settle(message.id);
  }

  started(id: RequestId): void {
    this.#ids.add(id);
  }

  ended(id: RequestId): void {
    this.#settle(id);
  }

  /** Resolves when nothing is in flight, or after `graceMs`. */
  async drained(graceMs: number): Promise<void> {
    if (this.#ids.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimeout(resolve, graceMs);
    await promise;
    clearTimeout(timer);
  }

  #settle(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return;
    this.#ids.delete(id);
    if (this.#ids.size > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}
