import type { CeleryEvent, WorkerEvent } from './event.ts';

/** A worker that was heard of, as its last event tells it. */
export interface LiveWorker {
  readonly name: string;
  readonly version: string | undefined;
  readonly pid: number | undefined;
  readonly active: number | undefined;
  readonly processed: number | undefined;
  /** When it was last heard, by our clock: the clocks of workers differ. */
  readonly heardAtMs: number;
}

// Celery's own rule: two heartbeats may be missed. Workers that do not say how often they send do so every 2 s.
const tolerated = 2;
const defaultFreqS = 2;

/** Knows from heartbeats which workers are alive. Feed it every event; workers without heartbeats stay unknown to it. */
export class LiveWorkers {
  readonly #heard = new Map<string, { event: WorkerEvent; heardAtMs: number }>();
  readonly #now: () => number;

  constructor({ now }: { now: () => number }) {
    this.#now = now;
  }

  add(event: CeleryEvent): void {
    if (event.kind === 'worker-offline') this.#heard.delete(event.hostname);
    if (event.kind === 'worker-online' || event.kind === 'worker-heartbeat') {
      this.#heard.set(event.hostname, { event, heardAtMs: this.#now() });
    }
  }

  /** Workers with a fresh heartbeat, by name. Those that fell silent are forgotten. */
  list(): readonly LiveWorker[] {
    const now = this.#now();
    for (const [name, { event, heardAtMs }] of this.#heard) {
      if (now - heardAtMs > tolerated * (event.freqS ?? defaultFreqS) * 1_000) this.#heard.delete(name);
    }
    return [...this.#heard.values()]
      .map(({ event, heardAtMs }) => ({
        name: event.hostname,
        version: event.version,
        pid: event.pid,
        active: event.active,
        processed: event.processed,
        heardAtMs,
      }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }
}
