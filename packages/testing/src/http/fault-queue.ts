import type { Fault, FaultTarget } from './fault.ts';
import type { RecordedRequest } from './route.ts';
import { isSafeMethod, matchPath } from './route.ts';

/** The faults in force, newest first; counts down those that hit only some requests. */
export class FaultQueue {
  #entries: { fault: Fault; target: FaultTarget; left: number }[] = [];

  /** Returns how to take the fault away again. */
  add(fault: Fault, target: FaultTarget): () => void {
    const entry = { fault, target, left: target.times ?? Infinity };
    this.#entries.unshift(entry);
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    };
  }

  /** The fault that hits this request, used up once. */
  take(request: RecordedRequest): Fault | undefined {
    const entry = this.#entries.find(({ target, left }) => left > 0 && hits(target, request));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    return entry.fault;
  }
}

const hits = (target: FaultTarget, request: RecordedRequest): boolean =>
  (target.method === undefined || target.method === request.method) &&
  (target.path === undefined || matchPath(target.path, request.path) !== undefined) &&
  (target.unsafe !== true || !isSafeMethod(request.method)) &&
  target.accepts?.(request) !== false;
