import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import type { Cancellable } from '../broker.ts';
import { canBeQueue } from './queue-name.ts';
import type { RabbitmqSession } from './session.ts';

// Each takes a channel, and a connection has two thousand of them at the most.
const batch = 50;

/**
 * Those of these workers that are connected, each with how many processes take its commands: workers that share a name share the queue,
 * and one of them gets each command. A worker's command queue lives as long as its connection, so that a killed worker is known at once,
 * whatever its last heartbeat said.
 */
export const connectedWorkers = async ({
  session,
  names,
  exchange,
  signal,
}: {
  readonly session: RabbitmqSession;
  readonly names: readonly string[];
  readonly exchange: string;
} & Cancellable): Promise<ReadonlyMap<string, number>> => {
  const unique = [...new Set(names)];
  const listeners = await mapConcurrently({
    items: unique,
    concurrency: batch,
    run: async (name) => [name, await countListeners({ session, queue: `${name}.${exchange}`, signal })] as const,
  });
  return new Map(listeners.flatMap(([name, count]) => (count === undefined ? [] : [[name, Math.max(1, count)]])));
};

/** Undefined when there is no such queue. */
const countListeners = async ({
  session,
  queue,
  signal,
}: { session: RabbitmqSession; queue: string } & Cancellable): Promise<number | undefined> => {
  if (!canBeQueue(queue)) return undefined;
  try {
    return await session.use({ signal }, async (channel) => (await channel.queueDeclare({ queue, passive: true })).consumerCount);
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    // Queues may belong to the worker's connection alone; then the broker refuses to talk about them.
    if (error.code === 'conflict') return 1;
    if (error.code === 'not_found') return undefined;
    throw error;
  }
};
