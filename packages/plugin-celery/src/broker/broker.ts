import type { ControlMethod, InspectMethod, RemoteCommand, Replies } from '../control/command.ts';
import type { CeleryEvent } from '../events/event.ts';
import type { QueuedTask, TaskMessage } from '../protocol/message.ts';

/** Every call may be given up by its caller; it is then rejected with the signal's reason or a `cancelled` error. */
export interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

/** A queue that the broker knows. Undefined where the broker cannot tell. */
export interface QueueInfo {
  readonly name: string;
  /** Messages that wait; prefetched ones are not counted. */
  readonly ready: number;
  /** Messages that workers hold without having acknowledged them. Redis keeps one count for all queues: undefined there. */
  readonly unacknowledged: number | undefined;
  /** Workers that consume it. Redis does not know: ask the workers (`active_queues`). */
  readonly consumers: number | undefined;
  /** `x-max-priority` on RabbitMQ; undefined = the queue does not sort by priority (or the broker does not say). */
  readonly maxPriority: number | undefined;
}

/** One message of a queue. `position` is 0 for the one that is served next. */
export interface QueueItem {
  readonly position: number;
  /** Undefined for messages that are no protocol 2 tasks; workers drop those. */
  readonly task: QueuedTask | undefined;
  readonly bytes: number;
  /** When it was seen there; undefined = at this moment. Long queues of RabbitMQ are not looked through for every question. */
  readonly seenAtMs?: number | undefined;
}

export interface QueuePage {
  /** Oldest first, stronger priority before weaker. */
  readonly items: readonly QueueItem[];
  /** All waiting messages of the queue. */
  readonly total: number;
}

/** A message that a worker took and has not acknowledged: prefetched, waiting for its ETA, held by a rate limit, or running with acks_late. */
export interface HeldTask {
  readonly queue: string;
  readonly task: QueuedTask;
  readonly takenAtMs: number | undefined;
  /** When the broker gives it to another worker if nothing is heard of this one. */
  readonly redeliveredAtMs: number | undefined;
}

export interface BroadcastOptions extends Cancellable {
  /** The longest wait for answers, in milliseconds. The call ends earlier once every known worker answered. */
  readonly timeoutMs: number;
  /** Names of workers with a fresh heartbeat, where the caller knows them. */
  readonly liveWorkers?: readonly string[] | undefined;
}

export interface Subscription {
  close(): Promise<void>;
}

/** What reads and previews may ask. Nothing here declares a worker's queue, consumes a message or changes a task. */
export interface BrokerReader {
  readonly kind: 'redis' | 'rabbitmq';
  /** Reaches the broker and yields what it says about itself. */
  health(
    options?: Cancellable,
  ): Promise<{ readonly version: string | undefined; readonly details: Readonly<Record<string, string | number>> }>;
  /** Every queue that the broker knows, as far as this broker can list them. `complete` is false when some may be missing. */
  queues(options?: Cancellable): Promise<{ readonly queues: readonly QueueInfo[]; readonly complete: boolean }>;
  /** One queue; undefined when the broker has none of this name (on Redis: neither bound nor holding a message). */
  queue(query: { readonly name: string } & Cancellable): Promise<QueueInfo | undefined>;
  /** A page of waiting messages. */
  peek(query: { readonly queue: string; readonly offset: number; readonly limit: number } & Cancellable): Promise<QueuePage>;
  /** Where these tasks wait in the queue; tasks that are not in it are left out. */
  find(query: { readonly queue: string; readonly taskIds: readonly string[] } & Cancellable): Promise<{
    readonly found: ReadonlyMap<string, QueueItem>;
    readonly total: number;
  }>;
  /** Messages that workers hold. Undefined where the broker does not show them (RabbitMQ). */
  held(options?: Cancellable): Promise<readonly HeldTask[] | undefined>;
  /** Worker names that the broker has heard of; some may be long dead. Undefined where it does not say. */
  workerNames(options?: Cancellable): Promise<readonly string[] | undefined>;
  /** Asks workers a question and collects the answers. Silence is an empty answer, never an error. */
  inspect(query: { readonly command: RemoteCommand<InspectMethod> } & BroadcastOptions): Promise<Replies>;
  /** Every event from now on, until closed. Survives a broker that goes away; `onGap` is called when events may have been missed. */
  events(listener: {
    readonly onEvent: (event: CeleryEvent) => void;
    readonly onGap?: (() => void) | undefined;
  }): Promise<Subscription>;
  close(): Promise<void>;
}

/** What a confirmed write may do beside. */
export interface BrokerPort extends BrokerReader {
  /**
   * Hands one task message to a queue that exists and resolves once the broker has it. Errors with `effect: 'none'` say that the
   * broker certainly has not; one that was cut off has `effect: 'unknown'`.
   */
  publish(order: { readonly message: TaskMessage; readonly queue: string } & Cancellable): Promise<void>;
  /** Takes a waiting task out of the queue for good. False when it was not in it (any more). */
  remove(order: { readonly queue: string; readonly taskId: string } & Cancellable): Promise<boolean>;
  /** Deletes every waiting message of the queue and yields how many there were. */
  purge(order: { readonly queue: string } & Cancellable): Promise<number>;
  /** Sends a command that changes workers or tasks, and collects the answers. */
  control(order: { readonly command: RemoteCommand<ControlMethod> } & BroadcastOptions): Promise<Replies>;
}
