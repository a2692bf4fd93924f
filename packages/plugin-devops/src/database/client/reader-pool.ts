import type pg from 'pg';

/** A connection that is in use, and whether it has been before. */
export interface Lent {
  readonly client: pg.Client;
  readonly wasUsed: boolean;
}

/** At most `max` connections to one database: opened when they are needed, used again, and closed after ten idle seconds. */
export class ReaderPool {
  readonly #open: () => Promise<pg.Client>;
  readonly #max: number;
  readonly #idle = new Map<pg.Client, NodeJS.Timeout>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor({ open, max }: { open: () => Promise<pg.Client>; max: number }) {
    this.#open = open;
    this.#max = max;
  }

  /** Waits until there is one. What it yields is given back once. */
  async take(signal: AbortSignal): Promise<Lent> {
    while (this.#taken >= this.#max) await this.#turn(signal);
    this.#taken += 1;
    const [[client, timer] = []] = this.#idle;
    if (client !== undefined) {
      clearTimeout(timer);
      this.#idle.delete(client);
      return { client, wasUsed: true };
    }
    try {
      const opened = await this.#open();
      // The server may end it while it is idle; the next caller gets another one.
      opened.once('end', () => this.#forget(opened));
      return { client: opened, wasUsed: false };
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  give({ client, isBroken }: { client: pg.Client; isBroken: boolean }): void {
    if (isBroken) close(client);
    else {
      const timer = setTimeout(() => this.#forget(client), idleMs).unref();
      this.#idle.set(client, timer);
    }
    this.#release();
  }

  close(): void {
    for (const client of this.#idle.keys()) this.#forget(client);
  }

  #forget(client: pg.Client): void {
    clearTimeout(this.#idle.get(client));
    if (this.#idle.delete(client)) close(client);
  }

  #release(): void {
    this.#taken -= 1;
    this.#waiting.shift()?.();
  }

  #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      const index = this.#waiting.indexOf(go);
      // Whose turn it is when they leave hands it on.
      if (index < 0) this.#waiting.shift()?.();
      else this.#waiting.splice(index, 1);
      reject(signal.reason);
    };
    const go = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting.push(go);
    return promise;
  }
}

const idleMs = 10_000;

/** Nobody waits for the farewell. */
const close = (client: pg.Client): void => void client.end().catch(() => undefined);
