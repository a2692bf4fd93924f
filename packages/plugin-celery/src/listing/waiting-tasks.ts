import { LineclearError } from '@lineclear/core/plugin';
import type { QueueItem } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { ListedTask } from './listed-task.ts';

/** A stretch of the messages that wait in several queues, taken as one line: queue after queue. */
export interface Stretch {
  /** With the place in the line, 0 for the first message of the first queue. */
  readonly tasks: readonly { readonly index: number; readonly task: ListedTask }[];
  /** Messages that are no Celery tasks. */
  readonly foreign: number;
  /** Where the line goes on; undefined at its end. */
  readonly next: number | undefined;
  /** Queues that the broker does not let anybody look into, with its reason. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Reads a stretch of the line; what is not read costs nothing. */
export const readWaiting = async ({
  broker,
  queues,
  from,
  limit,
  signal,
}: {
  broker: CeleryReader['broker'];
  queues: readonly { readonly name: string; readonly ready: number }[];
  from: number;
  limit: number;
  signal: AbortSignal;
}): Promise<Stretch> => {
  const tasks: { index: number; task: ListedTask }[] = [];
  const refused = new Map<string, string>();
  let foreign = 0;
  let left = limit;
  let before = 0;
  let reached = from;
  for (const { name: queue, ready } of queues) {
    const offset = Math.max(0, from - before);
    const wanted = Math.min(ready - offset, left);
    if (wanted > 0) {
      const items = await look({ broker, queue, offset, limit: wanted, signal, refused });
      left -= wanted;
      foreign += items.filter(({ task }) => task === undefined).length;
      tasks.push(...items.flatMap((item) => toTask({ queue, item, before })));
      reached = before + offset + wanted;
    }
    before += ready;
  }
  const total = queues.reduce((sum, { ready }) => sum + ready, 0);
  return { tasks, foreign, next: reached < total ? reached : undefined, refused };
};

const look = async ({
  broker,
  queue,
  offset,
  limit,
  signal,
  refused,
}: {
  broker: CeleryReader['broker'];
  queue: string;
  offset: number;
  limit: number;
  signal: AbortSignal;
  refused: Map<string, string>;
}): Promise<readonly QueueItem[]> => {
  try {
    return (await broker.peek({ queue, offset, limit, signal })).items;
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'unsupported') throw error;
    refused.set(queue, error.message);
    return [];
  }
};

const toTask = ({ queue, item, before }: { queue: string; item: QueueItem; before: number }): Stretch['tasks'] =>
  item.task === undefined
    ? []
    : [{ index: before + item.position, task: toWaiting({ queue, item: { ...item, task: item.task } }) }];

/** A waiting message as a task of a listing. */
export const toWaiting = ({
  queue,
  item: { position, task },
}: {
  queue: string;
  item: QueueItem & { task: NonNullable<QueueItem['task']> };
}): ListedTask => ({
  taskId: task.taskId,
  taskName: task.taskName,
  state: 'queued',
  worker: undefined,
  queue,
  position,
  startedAtMs: undefined,
  etaMs: task.etaMs,
  takenAtMs: undefined,
  redeliveredAtMs: undefined,
  args: task.body.readable ? task.body.args : undefined,
  kwargs: task.body.readable ? task.body.kwargs : undefined,
});
