import { LineclearError } from '@lineclear/core/plugin';
import type { QueueInfo } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';

/** Celery's own `task_default_queue`: where tasks go that nobody routes, and are lost when no worker is there. */
export const unnamedQueue = 'celery';

/** That queue where there is one. It is only a guess, so a user of the broker who may not ask for it is not refused anything. */
export const readUnnamedQueue = async ({
  reader,
  signal,
}: {
  reader: Pick<CeleryReader, 'broker'>;
  signal: AbortSignal;
}): Promise<QueueInfo | undefined> => {
  try {
    return await reader.broker.queue({ name: unnamedQueue, signal });
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'forbidden') return undefined;
    throw error;
  }
};
