import type { ResultRead } from './results.ts';

export type StoredRead = Exclude<ResultRead, { kind: 'absent' }>;

/** The newest record of each task, in memory. When there are too many, or they are too large, the oldest are forgotten. */
export class RpcRecords {
  readonly #limits: { readonly maxRecords: number; readonly maxBytes: number };
  // In the order of their last change.
  readonly #records = new Map<string, StoredRead>();
  readonly #listeners = new Map<string, Set<(read: StoredRead) => void>>();
  #bytes = 0;

  constructor(limits: { readonly maxRecords: number; readonly maxBytes: number }) {
    this.#limits = limits;
  }

  get(taskId: string): ResultRead {
    return this.#records.get(taskId) ?? { kind: 'absent' };
  }

  add({ taskId, read }: { taskId: string; read: StoredRead }): void {
    const previous = this.#records.get(taskId);
    // A state may be sent twice when its sender was cut off; an end is not undone by what came before it.
    if (isFinal(previous) && !isFinal(read)) return;
    this.#forget(taskId);
    this.#records.set(taskId, read);
    this.#bytes += sizeOf(read);
    for (const oldest of this.#records.keys()) {
      if (this.#records.size <= this.#limits.maxRecords && this.#bytes <= this.#limits.maxBytes) break;
      // The newest stays, however large it is.
      if (oldest !== taskId) this.#forget(oldest);
    }
    for (const listener of this.#listeners.get(taskId) ?? []) listener(read);
  }

  /** Calls back with every new record of the task, until `stop`. */
  listen(taskId: string, listener: (read: StoredRead) => void): { readonly stop: () => void } {
    const listeners = this.#listeners.get(taskId) ?? new Set();
    this.#listeners.set(taskId, listeners.add(listener));
    return {
      stop: () => {
        listeners.delete(listener);
        if (listeners.size === 0) this.#listeners.delete(taskId);
      },
    };
  }

  #forget(taskId: string): void {
    const read = this.#records.get(taskId);
    if (read === undefined) return;
    this.#bytes -= sizeOf(read);
    this.#records.delete(taskId);
  }
}

const isFinal = (read: StoredRead | undefined): boolean => read?.kind === 'found' && read.result.isFinal;
const sizeOf = (read: StoredRead): number => (read.kind === 'found' ? read.result.bytes : read.bytes);
