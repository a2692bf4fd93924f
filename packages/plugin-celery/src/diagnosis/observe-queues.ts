import { mapConcurrently } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { readUnnamedQueue, unnamedQueue } from '../queues/unnamed-queue.ts';
import type { WorkerSurvey } from '../routing/worker-survey.ts';
import type { Observer } from './observer.ts';
import type { LoadedQueue } from './situation.ts';

/** Queues beyond those that the broker lists are asked for one by one. */
const mostQueues = 100;
/** Queues whose next message is looked at together. */
const batch = 50;

/** Every queue that the broker lists, and those that tasks are sent to here: a queue that nobody ever bound is on no list. */
export const observeQueues = async ({
  survey,
  ...observer
}: Observer & { survey: WorkerSurvey }): Promise<{ queues: readonly LoadedQueue[]; complete: boolean }> => {
  const { reader, signal } = observer;
  const { queues: listed, complete } = await reader.broker.queues({ signal });
  const names = new Set(listed.map(({ name }) => name));
  const likely = [...likelyQueues({ reader, survey })].filter((name) => !names.has(name)).slice(0, mostQueues);
  const isNamed = names.has(unnamedQueue) || likely.includes(unnamedQueue);
  const others = await Promise.all([
    ...likely.map((name) => reader.broker.queue({ name, signal })),
    ...(isNamed ? [] : [readUnnamedQueue({ reader, signal })]),
  ]);
  const all = [...listed, ...others.filter((queue) => queue !== undefined)];
  const queues = await mapConcurrently({ items: all, concurrency: batch, run: (info) => withNext({ observer, info }) });
  return { queues, complete };
};

const likelyQueues = ({
  reader: { catalogue, rules },
  survey,
}: {
  reader: CeleryReader;
  survey: WorkerSurvey;
}): ReadonlySet<string> =>
  new Set([
    ...[...(catalogue?.types.values() ?? [])].flatMap(({ queue }) => queue ?? []),
    ...Object.values(rules.routes),
    ...(rules.default_queue === undefined ? [] : [rules.default_queue]),
    ...survey.workers.flatMap(({ queues }) => (queues ?? []).map(({ name }) => name)),
  ]);

const withNext = async ({
  observer: { reader, ledger, signal },
  info,
}: {
  observer: Observer;
  info: Omit<LoadedQueue, 'next' | 'nextSentAtMs'>;
}): Promise<LoadedQueue> => {
  // RabbitMQ takes messages out to show them, and marks them as delivered once.
  if (info.ready === 0 || reader.broker.kind !== 'redis') return { ...info, next: undefined, nextSentAtMs: undefined };
  const { items } = await reader.broker.peek({ queue: info.name, offset: 0, limit: 1, signal });
  const taskId = items[0]?.task?.taskId;
  const sent = taskId === undefined ? undefined : reader.events.historyOf(taskId).find(({ kind }) => kind === 'task-sent');
  const known = taskId === undefined ? undefined : await ledger.get(taskId);
  return { ...info, next: items[0], nextSentAtMs: known?.at ?? sent?.atMs };
};
