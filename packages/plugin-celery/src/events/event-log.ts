import { LineclearError, type Clock } from '@lineclear/core/plugin';
import type { BrokerReader, Subscription } from '../broker/broker.ts';
import type { CeleryEvent, TaskEvent } from './event.ts';
import type { LiveWorker } from './live-workers.ts';
import { LiveWorkers } from './live-workers.ts';

/** Events that are kept, of all tasks together; the tasks that were heard of longest ago go first. */
const maxEvents = 20_000;

/** Listens to the events of workers while a profile is open, and keeps those about tasks. What happened before is unknown to it. */
export class EventLog {
  readonly #broker: Pick<BrokerReader, 'events'>;
  readonly #clock: Clock;
  readonly #tasks = new Map<string, TaskEvent[]>();
  readonly #alive: LiveWorkers;
  #count = 0;
  #listening: Promise<Subscription> | undefined;
  #sinceMs: number | undefined;
  #gapAtMs: number | undefined;
  #problem: string | undefined;

  constructor({ broker, clock }: { broker: Pick<BrokerReader, 'events'>; clock: Clock }) {
    this.#broker = broker;
    this.#clock = clock;
    this.#alive = new LiveWorkers({ now: () => clock.now() });
  }

  /** Begins to listen, once; never rejects: `problem` says what kept it from hearing anything. */
  async start(): Promise<void> {
    const listening = (this.#listening ??= this.#broker.events({
      onEvent: (event) => this.#add(event),
      onGap: () => {
        this.#gapAtMs = this.#clock.now();
      },
    }));
    try {
      await listening;
      this.#sinceMs ??= this.#clock.now();
      this.#problem = undefined;
    } catch (error) {
      if (this.#listening === listening) this.#listening = undefined;
      this.#problem = LineclearError.is(error) ? error.message : 'The events of workers cannot be heard.';
    }
  }

  /** Milliseconds since the epoch; undefined while nothing is heard. */
  get listeningSinceMs(): number | undefined {
    return this.#sinceMs;
  }

  /** When events were last missed, because the broker was away. */
  get lastGapMs(): number | undefined {
    return this.#gapAtMs;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  /** What was heard of a task, oldest first. */
  historyOf(taskId: string): readonly TaskEvent[] {
    return (this.#tasks.get(taskId) ?? []).toSorted((one, other) => one.atMs - other.atMs);
  }

  /** How many events about tasks are kept; none at all may mean that workers do not send them. */
  get kept(): number {
    return this.#count;
  }

  /** Workers with a fresh heartbeat. */
  liveWorkers(): readonly LiveWorker[] {
    return this.#alive.list();
  }

  async close(): Promise<void> {
    const subscription = await this.#listening?.catch(() => undefined);
    await subscription?.close();
  }

  #add(event: CeleryEvent): void {
    this.#alive.add(event);
    if (!('taskId' in event)) return;
    const events = this.#tasks.get(event.taskId) ?? [];
    events.push(event);
    // Moved to the end: what was heard of last is kept longest.
    this.#tasks.delete(event.taskId);
    this.#tasks.set(event.taskId, events);
    this.#count += 1;
    this.#trim();
  }

  #trim(): void {
    for (const [taskId, events] of this.#tasks) {
      if (this.#count <= maxEvents) return;
      this.#tasks.delete(taskId);
      this.#count -= events.length;
    }
  }
}
