import { quoted } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { QueueListing } from '../queues/read-queues.ts';
import { quotedList } from '../text/quoted-list.ts';
import type { Coverage } from '../workers/coverage.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';
import type { ListFilter } from './filter.ts';
import { wantsQueued } from './filter.ts';
import type { QueuedPart } from './queued-part.ts';

/** What a listing of tasks did not look at, and what looking did. */
export const listNotes = ({
  reader: { broker },
  filter,
  known,
  coverage,
  queued,
  ageless,
  showsHeld,
  isCounted,
}: {
  reader: Pick<CeleryReader, 'broker'>;
  filter: ListFilter;
  known: QueueListing;
  coverage: Coverage;
  queued: QueuedPart;
  ageless: number;
  showsHeld: boolean;
  isCounted: boolean;
}): readonly string[] => [
  ...coverageNotes(coverage),
  ...(wantsQueued(filter) ? queueNotes({ broker, filter, known, queued }) : []),
  ...(isCounted ? [] : ['Not all waiting messages were read: go on at next_offset; the number of those that fit is not known.']),
  ...(ageless > 0
    ? [`${ageless} tasks were left out: messages tell no time, so the age of tasks from elsewhere is not known.`]
    : []),
  ...(showsHeld || !wantsHeld(filter) ? [] : ['RabbitMQ does not show tasks that a worker holds back under a rate limit.']),
];

const queueNotes = ({
  broker,
  filter: { queue },
  known,
  queued,
}: Pick<Parameters<typeof listNotes>[0], 'filter' | 'known' | 'queued'> & Pick<CeleryReader, 'broker'>): readonly string[] => [
  ...(queue !== undefined && !known.queues.some(({ info }) => info.name === queue)
    ? [`Neither broker nor workers know a queue ${quoted(queue)}.`]
    : []),
  ...(queue === undefined && !known.complete
    ? [`Not every queue can be listed here; looked at: ${quotedList(known.queues.map(({ info }) => info.name))}.`]
    : []),
  ...[...queued.refused].map(([name, reason]) => `The queue ${quoted(name)} was only counted: ${reason}`),
  ...(queued.foreign > 0 ? [`${queued.foreign} of the waiting messages are no Celery tasks; queue_peek shows them.`] : []),
  ...(broker.kind === 'rabbitmq' && queued.tasks.length > 0
    ? ['RabbitMQ marks the messages that were looked at as redelivered.']
    : []),
];

const wantsHeld = ({ states }: ListFilter): boolean => states === undefined || states.includes('held');
