import { LineclearError } from '@lineclear/core/plugin';
import type { Cancellable } from '../broker.ts';
import { inBatches } from '../in-batches.ts';
import { canBeQueue } from './queue-name.ts';
import type { RabbitmqSession } from './session.ts';

// Each takes a channel, and a connection has two thousand of them at the most.
const batch = 50;

/**
 * Those of these workers that are connected. A worker's command queue lives as long as its connection, so that a killed worker is
 * known at once, whatever its last heartbeat said.
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
} & Cancellable): Promise<readonly string[]> => {
  const unique = [...new Set(names)];
  const exist = await inBatches({
    values: unique,
    size: batch,
    work: (name) => queueExists({ session, queue: `${name}.${exchange}`, signal }),
  });
  return unique.filter((_, index) => exist[index]);
};

const queueExists = async ({
  session,
  queue,
  signal,
}: { session: RabbitmqSession; queue: string } & Cancellable): Promise<boolean> => {
  if (!canBeQueue(queue)) return false;
  try {
    await session.use({ signal }, (channel) => channel.queueDeclare({ queue, passive: true }));
    return true;
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    // Queues may belong to the worker's connection alone; then the broker refuses to talk about them.
    if (error.code === 'conflict') return true;
    if (error.code === 'not_found') return false;
    throw error;
  }
};
