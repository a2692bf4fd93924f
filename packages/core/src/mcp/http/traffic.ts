import type { ServerResponse } from 'node:http';

/** Counts what is being answered: calls, which end by themselves, and streams, which listen until somebody closes them. */
export class Traffic {
  #calls = 0;
  #streams = 0;
  #waiting: (() => void)[] = [];

  get calls(): number {
    return this.#calls;
  }

  get streams(): number {
    return this.#streams;
  }

  call(response: ServerResponse): void {
    this.#calls += 1;
    response.once('close', this.#callEnded);
  }

  stream(response: ServerResponse): void {
    this.#streams += 1;
    response.once('close', this.#streamEnded);
  }

  /** Resolves when no call is being answered, or after `graceMs`. */
  async idle(graceMs: number): Promise<void> {
    if (this.#calls === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = setTimeout(resolve, graceMs);
    await promise;
    clearTimeout(timer);
  }

  readonly #callEnded = (): void => {
    this.#calls -= 1;
    if (this.#calls > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  };

  readonly #streamEnded = (): void => {
    this.#streams -= 1;
  };
}
