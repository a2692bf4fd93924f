import { LineclearError } from '@lineclear/core/plugin';
import type { AsyncMessage, Channel } from 'rabbitmq-client';
import type { Subscription } from '../broker/broker.ts';
import { cancelled } from '../broker/cancelled.ts';
import { awaitDelivery } from '../broker/rabbitmq/await-delivery.ts';
import { payloadOf } from '../broker/rabbitmq/payload.ts';
import type { RabbitmqSession } from '../broker/rabbitmq/session.ts';
import { keepChannel } from '../broker/rabbitmq/standing-channel.ts';
import { within } from '../broker/rabbitmq/within.ts';
import { malformedResult } from './malformed.ts';
import { parseRecord } from './parse-record.ts';
import type { ResultPort, ResultRead, TaskResult } from './results.ts';
import { RpcRecords, type StoredRead } from './rpc-records.ts';

export interface RpcResultsOptions {
  /** Not closed with the results. */
  readonly session: RabbitmqSession;
  /** The name of our reply queue, unique among all senders. With the same name after a restart, waiting results are still read. */
  readonly queue: string;
  /** Milliseconds since the epoch; the system clock when absent. */
  readonly now?: (() => number) | undefined;
  /** How long the broker keeps the queue while nobody reads it; 10 minutes when absent. */
  readonly keepMs?: number | undefined;
  /** 10,000 when absent. */
  readonly maxRecords?: number | undefined;
  /** 64 MiB when absent. */
  readonly maxBytes?: number | undefined;
}

/** Every state that waits is wanted. */
const never = new Promise<void>(() => {});

/**
 * Celery's `rpc://` backend: workers send every state of a task to the queue that its message named, and only the reader of that
 * queue ever sees it. States are kept in this process's memory, so a restart loses those that were read, and a restart of the broker
 * those that were not; tasks that others sent are always absent.
 */
export const rpcResults = ({ session, queue, now = Date.now, ...options }: RpcResultsOptions): ResultPort => {
  const records = new RpcRecords({ maxRecords: options.maxRecords ?? 10_000, maxBytes: options.maxBytes ?? 64 * 1024 * 1024 });
  let delivered = 0;
  const take = (message: AsyncMessage): void => {
    delivered += 1;
    const { correlationId: taskId } = message;
    if (taskId === undefined) return;
    const read = parseRecord({ taskId, record: Buffer.from(payloadOf(message)).toString('utf8') });
    records.add({ taskId, read: withDoneAt({ read, nowMs: now() }) });
  };
  const setUp = async (channel: Channel): Promise<void> => {
    // It outlives a lost connection and a restart of the broker, and goes when nobody has read it for long.
    await channel.queueDeclare({ queue, durable: true, arguments: { 'x-expires': options.keepMs ?? 600_000 } });
    await channel.basicConsume({ queue, noAck: true, exclusive: true }, take);
    const left = async () => (await channel.queueDeclare({ queue, passive: true })).messageCount;
    await awaitDelivery({ left, enough: never, delivered: () => delivered });
  };
  const reading = createReading(() => keepChannel({ session, setUp, onLost: () => undefined }));
  const start = (signal: AbortSignal | undefined): Promise<unknown> =>
    within({ work: reading.start, timeoutMs: session.answerTimeoutMs, signal });
  return {
    kind: 'rpc',
    read: async ({ taskId, signal }) => {
      await start(signal);
      return found({ taskId, read: records.get(taskId) });
    },
    readMany: async ({ taskIds, signal }) => {
      await start(signal);
      return taskIds.map((taskId) => records.get(taskId));
    },
    wait: async ({ signal, ...query }) => {
      await start(signal);
      return waitFor({ records, signal, ...query });
    },
    replyTo: async ({ signal } = {}) => {
      await start(signal);
      return queue;
    },
    prepareChord: () => Promise.reject(noChords()),
    close: reading.stop,
  };
};

/** Over rpc:// workers do not say when a task ended; its end comes as soon as it is there. */
const withDoneAt = ({ read, nowMs }: { read: StoredRead; nowMs: number }): StoredRead =>
  read.kind === 'found' && read.result.isFinal && read.result.doneAtMs === undefined
    ? { kind: 'found', result: { ...read.result, doneAtMs: nowMs } }
    : read;

/** Starts the one consumer when it is first needed, and again after a start that failed. */
const createReading = (begin: () => Promise<Subscription>) => {
  let reading: Promise<Subscription> | undefined;
  return {
    start: (): Promise<Subscription> =>
      (reading ??= begin().catch((error: unknown) => {
        reading = undefined;
        throw error;
      })),
    stop: async (): Promise<void> => {
      const subscription = await reading?.catch(() => undefined);
      await subscription?.close();
    },
  };
};

const waitFor = async ({
  records,
  taskId,
  timeoutMs,
  onChange,
  onListening,
  signal,
}: { records: RpcRecords } & Parameters<ResultPort['wait']>[0]): Promise<TaskResult | undefined> => {
  const { promise: ended, resolve, reject } = Promise.withResolvers<ResultRead>();
  const look = (read: ResultRead): void => {
    if (read.kind === 'absent') return;
    if (read.kind === 'malformed' || read.result.isFinal) resolve(read);
    else onChange?.(read.result);
  };
  const leave = () => {
    if (signal !== undefined) reject(cancelled({ signal, effect: 'none' }));
  };
  const timer = setTimeout(() => resolve(records.get(taskId)), timeoutMs);
  const { stop } = records.listen(taskId, look);
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted === true) leave();
  look(records.get(taskId));
  onListening?.();
  try {
    return found({ taskId, read: await ended });
  } finally {
    clearTimeout(timer);
    stop();
    signal?.removeEventListener('abort', leave);
  }
};

const found = ({ taskId, read }: { taskId: string; read: ResultRead }): TaskResult | undefined => {
  if (read.kind === 'malformed') throw malformedResult({ taskId, ...read });
  return read.kind === 'found' ? read.result : undefined;
};

const noChords = (): LineclearError =>
  new LineclearError('unsupported', 'The rpc result backend of Celery cannot gather the parts of a chord.', {
    hint: 'Keep results in Redis, or send a group and a task after it.',
    details: { reason: 'rpc_has_no_chords' },
    effect: 'none',
  });
