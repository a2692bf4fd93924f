import type { FieldReader } from './field-reader.ts';
import type { Method } from './methods.ts';

/** The answer that a channel waits for: each of ours asks one thing at a time. */
export class AwaitedReply {
  #failed: Error | undefined;
  #awaited: ({ method: Method } & Omit<PromiseWithResolvers<FieldReader>, 'promise'>) | undefined;

  /** The arguments of the next method of this kind. */
  expect(method: Method): Promise<FieldReader> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    const { promise, resolve, reject } = Promise.withResolvers<FieldReader>();
    this.#awaited = { method, resolve, reject };
    return promise;
  }

  /** Takes what came; anything but the answer is left aside. */
  accept({ id, fields }: { id: number; fields: FieldReader }): void {
    if (this.#awaited?.method !== id) return;
    this.#awaited.resolve(fields);
    this.#awaited = undefined;
  }

  /** Nothing is answered any more. */
  fail(error: Error): void {
    this.#failed = error;
    this.#awaited?.reject(error);
    this.#awaited = undefined;
  }
}
