import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { QueueListing } from './read-queues.ts';
import { isServed } from './read-queues.ts';
import { sentAt } from './sent-at.ts';

/** Queues whose next message is looked at together. */
const batch = 50;

/** One queue in an answer. Null stands for what nobody can tell. */
export const queueRow = z.object({
  name: z.string(),
  ready: z.int().describe('Messages that wait.'),
  unacknowledged: z.int().nullable().describe('Held by workers; Redis keeps no count for each queue.'),
  consumers: z.int().nullable(),
  workers: z.array(z.string()).describe('Workers that said that they consume it.'),
  max_priority: z.int().nullable(),
  oldest_age_s: z.number().nullable().describe('Age of the message that is served next, where its sender told the time.'),
  no_consumer: z.boolean().nullable().describe('True: what is sent there waits for ever. Null: a silent worker may consume it.'),
});
export type QueueRow = z.output<typeof queueRow>;

/** The rows of a listing, with the age of what is served next where that can be known. */
export const toQueueRows = ({
  listing: { queues, coverage },
  reader,
  ledger,
  nowMs,
  signal,
}: {
  listing: QueueListing;
  reader: CeleryReader;
  ledger: Pick<Ledger, 'get'>;
  nowMs: number;
  signal: AbortSignal;
}): Promise<readonly QueueRow[]> =>
  mapConcurrently({
    items: queues,
    concurrency: batch,
    run: async (queue): Promise<QueueRow> => {
      const { info } = queue;
      const served = isServed({ queue, coverage });
      const sentAtMs = info.ready === 0 ? undefined : await nextSentAt({ reader, ledger, queue: info.name, signal });
      return {
        name: info.name,
        ready: info.ready,
        unacknowledged: info.unacknowledged ?? null,
        consumers: info.consumers ?? (served === null ? null : queue.consumers.length),
        workers: [...queue.consumers],
        max_priority: info.maxPriority ?? null,
        oldest_age_s: sentAtMs === undefined ? null : Math.max(0, nowMs - sentAtMs) / 1_000,
        no_consumer: served === null ? null : !served,
      };
    },
  });

const nextSentAt = async ({
  reader,
  ledger,
  queue,
  signal,
}: {
  reader: CeleryReader;
  ledger: Pick<Ledger, 'get'>;
  queue: string;
  signal: AbortSignal;
}): Promise<number | undefined> => {
  // A look into a queue of RabbitMQ leaves its marks on the messages.
  if (reader.broker.kind === 'rabbitmq') return undefined;
  const { items } = await reader.broker.peek({ queue, offset: 0, limit: 1, signal });
  const taskId = items[0]?.task?.taskId;
  if (taskId === undefined) return undefined;
  return sentAt({ taskId, entry: await ledger.get(taskId), events: reader.events });
};
