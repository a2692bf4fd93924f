import * as z from 'zod';
import { celery } from '../connection.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { queueRow, toQueueRows } from '../queues/queue-row.ts';
import { readQueues } from '../queues/read-queues.ts';
import { quotedList } from '../text/quoted-list.ts';
import { coverage as coverageShape, isWhole } from '../workers/coverage.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';

export const queueList = celery.read({
  name: 'queue_list',
  title: 'Celery queues',
  toolset: 'workers',
  description: 'List Celery queues with their depth and who consumes them, if anybody. Use queue_peek for the messages in one.',
  input: z.strictObject({}),
  output: z.object({
    queues: z.array(queueRow),
    workers: coverageShape,
    complete: z.boolean().describe('False: there may be queues that nobody named.'),
    notes: z.array(z.string()),
  }),
  run: async ({ reader, state, signal, clock }) => {
    const listing = await readQueues({ reader, signal });
    const rows = await toQueueRows({ listing, reader, ledger: ledgerOf(state), nowMs: clock.now(), signal });
    const unserved = rows
      .filter(({ no_consumer: isUnserved, ready }) => isUnserved === true && ready > 0)
      .map(({ name }) => name);
    return {
      queues: rows,
      workers: listing.coverage,
      complete: listing.complete && isWhole(listing.coverage),
      notes: [
        ...coverageNotes(listing.coverage),
        ...(unserved.length > 0 ? [`Tasks wait where no worker takes them: ${quotedList(unserved)}.`] : []),
        ...(listing.absent.length > 0
          ? [`Named by workers or settings, unknown to the broker: ${quotedList(listing.absent)}.`]
          : []),
        ...(listing.complete ? [] : [incompleteNote(reader.broker.kind)]),
      ],
    };
  },
});

const incompleteNote = (kind: 'redis' | 'rabbitmq'): string =>
  kind === 'rabbitmq'
    ? 'RabbitMQ lists queues only through its management API (the setting management_url): asked for were those that workers, catalogue and routes name.'
    : 'Redis has too many keys to search all of them for queues.';
