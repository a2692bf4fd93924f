import type { BroadcastOptions, BrokerPort } from '../broker/broker.ts';
import { object, text } from '../protocol/field.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import type { ControlMethod } from './command.ts';
import type { Answers } from './inspect.ts';
import { toAnswers } from './inspect.ts';

/** An order to workers: to all of them, or to those that are named. */
export interface Order extends BroadcastOptions {
  readonly broker: Pick<BrokerPort, 'control'>;
  readonly destination?: readonly string[] | undefined;
}

/** The signals that end a task's process, from the mildest to the one that cannot be caught. */
export type TerminateSignal = 'SIGUSR1' | 'SIGINT' | 'SIGTERM' | 'SIGQUIT' | 'SIGKILL';

/** Keeps tasks from running; with `terminate` also ends the process that runs one, which prefork pools alone can. */
export const revoke = ({
  taskIds,
  terminate,
  ...order
}: Order & { taskIds: readonly string[]; terminate?: TerminateSignal | undefined }): Promise<Answers<string>> =>
  tell({
    ...order,
    method: 'revoke',
    arguments: { task_id: taskIds, terminate: terminate !== undefined, signal: terminate ?? 'SIGTERM' },
  });

/** Keeps every task with one of these stamps from running. Workers before Celery 5.3 refuse it. */
export const revokeByStamps = ({
  stamps,
  terminate,
  ...order
}: Order & { stamps: Readonly<Record<string, string>>; terminate?: TerminateSignal | undefined }): Promise<Answers<string>> =>
  tell({
    ...order,
    method: 'revoke_by_stamped_headers',
    arguments: { headers: stamps, terminate: terminate !== undefined, signal: terminate ?? 'SIGTERM' },
  });

/** Limits how often a task runs: `10/s`, `10/m`, `10/h`, or `0` for no limit. */
export const rateLimit = ({ taskName, rate, ...order }: Order & { taskName: string; rate: string }): Promise<Answers<string>> =>
  tell({ ...order, method: 'rate_limit', arguments: { task_name: taskName, rate_limit: rate } });

/** Limits how many seconds a task may run; an absent limit is lifted. */
export const timeLimit = ({
  taskName,
  hardS,
  softS,
  ...order
}: Order & { taskName: string; hardS: number | undefined; softS: number | undefined }): Promise<Answers<string>> =>
  tell({ ...order, method: 'time_limit', arguments: { task_name: taskName, hard: hardS ?? null, soft: softS ?? null } });

/** Adds so many processes or threads to the pool. */
export const poolGrow = ({ by, ...order }: Order & { by: number }): Promise<Answers<string>> =>
  tell({ ...order, method: 'pool_grow', arguments: { n: by } });

/** Takes so many processes or threads out of the pool. */
export const poolShrink = ({ by, ...order }: Order & { by: number }): Promise<Answers<string>> =>
  tell({ ...order, method: 'pool_shrink', arguments: { n: by } });

/** Makes workers consume another queue. */
export const addConsumer = ({ queue, ...order }: Order & { queue: string }): Promise<Answers<string>> =>
  tell({ ...order, method: 'add_consumer', arguments: { queue } });

/** Makes workers stop consuming a queue. */
export const cancelConsumer = ({ queue, ...order }: Order & { queue: string }): Promise<Answers<string>> =>
  tell({ ...order, method: 'cancel_consumer', arguments: { queue } });

/** Makes workers send events about tasks; heartbeats flow in any case. */
export const enableEvents = (order: Order): Promise<Answers<string>> => tell({ ...order, method: 'enable_events' });

/** Makes workers send no more events about tasks. */
export const disableEvents = (order: Order): Promise<Answers<string>> => tell({ ...order, method: 'disable_events' });

/** Ends workers once their running tasks are done. They never answer; whether they are gone shows `ping`. */
export const shutdown = (order: Order): Promise<Answers<string>> => tell({ ...order, method: 'shutdown' });

/** Workers that obeyed answer with a sentence about it. */
const tell = async ({
  broker,
  method,
  arguments: given = {},
  destination,
  ...options
}: Order & { method: ControlMethod; arguments?: WireObject }): Promise<Answers<string>> =>
  toAnswers({
    replies: await broker.control({ command: { method, arguments: given, destination }, ...options }),
    parse: parseOk,
  });

const parseOk = (reply: WireValue): string | undefined => text(object(reply)?.['ok']);
