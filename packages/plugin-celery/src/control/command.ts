import type { WireValue } from '../protocol/wire-value.ts';

/** Remote commands that change nothing in a worker. */
export const inspectMethods = [
  'active',
  'active_queues',
  'conf',
  'ping',
  'query_task',
  'registered',
  'report',
  'reserved',
  'revoked',
  'scheduled',
  'stats',
] as const;

/** Remote commands that change a worker or a task. */
export const controlMethods = [
  'add_consumer',
  'cancel_consumer',
  'disable_events',
  'enable_events',
  'pool_grow',
  'pool_shrink',
  'rate_limit',
  'revoke',
  'revoke_by_stamped_headers',
  'shutdown',
  'time_limit',
] as const;

export type InspectMethod = (typeof inspectMethods)[number];
export type ControlMethod = (typeof controlMethods)[number];

/** A remote command to workers. */
export interface RemoteCommand<Method extends string = InspectMethod | ControlMethod> {
  readonly method: Method;
  readonly arguments: Readonly<Record<string, WireValue>>;
  /** Worker names such as `celery@host`; every worker when absent. */
  readonly destination?: readonly string[] | undefined;
}

/** One worker's answer. A worker answers a refused command with `{ error: text }`. */
export interface WorkerReply {
  readonly worker: string;
  readonly reply: WireValue;
}

/** Who answered a remote command, and who should have. */
export interface Replies {
  readonly replies: readonly WorkerReply[];
  /** Live workers that the command was for; 0 = none is connected to the broker at this moment. */
  readonly known: number;
  /** Known workers that did not answer in time and whose name is known: dead without a trace, frozen, or a busy solo pool. */
  readonly silent: readonly string[];
}
