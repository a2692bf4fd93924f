import { LineclearError, type Recovered, quoted } from '@lineclear/core/plugin';
import type { QueueItem } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { readQueues } from '../queues/read-queues.ts';
import { quotedList } from '../text/quoted-list.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';

interface Place {
  readonly queue: string;
  readonly reader: CeleryReader;
  readonly signal: AbortSignal;
}

/** How many of the tasks that are served next are shown. */
const shownTasks = 5;

export const previewPurge = async ({ queue, reader, profile, signal }: Place & { profile: string }) => {
  const { queues, coverage } = await readQueues({ reader, signal });
  const listed = queues.find(({ info }) => info.name === queue);
  const info = listed?.info ?? (await reader.broker.queue({ name: queue, signal }));
  const { first, refused } = info === undefined || info.ready === 0 ? { first: [] } : await firstTasks({ queue, reader, signal });
  // On Redis a queue is a list, and any list of an application could pass for one.
  if (info === undefined || (listed === undefined && !first.some(({ task }) => task !== undefined))) throw noQueue(queue);
  const { ready } = info;
  const consumers = listed?.consumers ?? [];
  return {
    description: `Delete all ${ready} waiting ${ready === 1 ? 'task' : 'tasks'} of the queue ${quoted(queue)} (${profile}).`,
    // A live queue is never as long as a moment ago; one that is ten times as long, or that a worker serves since, is another matter.
    guard: { digits: ready === 0 ? 0 : `${ready}`.length, served: consumers.length > 0 },
    before: {
      waiting: ready,
      next:
        refused === undefined
          ? first.map(({ task }) => ({ task_id: task?.taskId ?? null, task_name: task?.taskName ?? null }))
          : `not shown: ${refused}`,
    },
    warnings: [
      'Whoever waits for one of these tasks waits for ever: no result is written for them.',
      'What workers have taken already stays: running tasks, and those that wait for their time or a retry.',
      ...(consumers.length === 0 ? [] : [`${quotedList(consumers)} take tasks from it; the number changes until it is purged.`]),
      ...coverageNotes(coverage),
    ],
    ...(ready === 0 && { refusal: nothingWaits(queue) }),
  };
};

/** Whether a purge whose answer was lost took place: told by an empty queue that nobody else can have emptied. */
export const reconcilePurge = async ({
  queue,
  reader,
  signal,
}: Place): Promise<'unknown' | Recovered<{ queue: string; removed: null; waiting_now: number }>> => {
  const { queues, coverage } = await readQueues({ reader, signal });
  const listed = queues.find(({ info }) => info.name === queue);
  const info = listed?.info ?? (await reader.broker.queue({ name: queue, signal }));
  const isServed = coverage.answered < coverage.known || (listed?.consumers.length ?? 0) > 0 || (info?.consumers ?? 0) > 0;
  if (isServed || (info?.ready ?? 0) > 0) return 'unknown';
  return { result: { queue, removed: null, waiting_now: 0 } };
};

/** `refused` says why nobody may look. */
const firstTasks = async ({ queue, reader, signal }: Place): Promise<{ first: readonly QueueItem[]; refused?: string }> => {
  try {
    return { first: (await reader.broker.peek({ queue, offset: 0, limit: shownTasks, signal })).items };
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'unsupported') return { first: [], refused: error.message };
    throw error;
  }
};

const noQueue = (queue: string): LineclearError =>
  new LineclearError('not_found', `There is no Celery queue ${quoted(queue)}.`, {
    hint: 'List the queues with queue_list.',
    details: { reason: 'queue_unknown' },
    effect: 'none',
  });

const nothingWaits = (queue: string): LineclearError =>
  new LineclearError('conflict', `Nothing waits in the queue ${quoted(queue)}.`, {
    hint: 'There is nothing to purge; look at worker_list for what workers have taken.',
    details: { reason: 'queue_empty' },
    effect: 'none',
  });
