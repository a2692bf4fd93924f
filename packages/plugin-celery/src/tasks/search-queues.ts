import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { activeQueues } from '../control/questions.ts';
import { readUnnamedQueue } from '../queues/unnamed-queue.ts';
import type { Evidence, UnseenQueue } from './evidence.ts';

/** Queues that are looked through for one task; more would take seconds. */
const maxQueues = 50;

/**
 * Looks for a waiting task: in the queues that are given, or else in all that the broker lists and workers consume. Stops where it is
 * found. Queues that refuse to be looked into count as not searched, and are named where they hold messages.
 */
export const searchQueues = async ({
  reader,
  taskId,
  queues: given,
  signal,
}: {
  reader: Pick<CeleryReader, 'broker' | 'question'>;
  taskId: string;
  queues: readonly string[] | undefined;
  signal: AbortSignal;
}): Promise<Pick<Evidence, 'waiting' | 'queues'>> => {
  const { names, complete } =
    given === undefined ? await allQueues({ reader, signal }) : { names: [...new Set(given)], complete: false };
  const searched: string[] = [];
  const unseen: UnseenQueue[] = [];
  // One after the other: RabbitMQ holds the messages of a queue while it is looked through.
  for (const queue of names.slice(0, maxQueues)) {
    const looked = await look({ reader, taskId, queue, signal });
    if (looked === undefined) continue;
    if ('why' in looked) {
      unseen.push(looked);
      continue;
    }
    searched.push(queue);
    const item = looked.found.get(taskId);
    if (item !== undefined) return { waiting: { queue, item, total: looked.total }, queues: { searched, complete: false } };
  }
  return {
    waiting: undefined,
    queues: { searched, complete: complete && searched.length === names.length, ...(unseen.length > 0 && { unseen }) },
  };
};

const allQueues = async ({ reader, signal }: { reader: Pick<CeleryReader, 'broker' | 'question'>; signal: AbortSignal }) => {
  const [listed, consumed] = await Promise.all([reader.broker.queues({ signal }), activeQueues(reader.question({ signal }))]);
  // Empty ones hold nothing; the broker counts for us where it lists them.
  const waiting = listed.queues.filter(({ ready }) => ready > 0).map(({ name }) => name);
  const known = new Set(listed.queues.map(({ name }) => name));
  const others = [...consumed.answers.values()].flat().filter((name) => !known.has(name));
  // Where nothing is listed, a task may wait where Celery sends what nobody routes, and no worker of other queues tells of it.
  const unnamed = listed.complete ? undefined : await readUnnamedQueue({ reader, signal });
  const unlisted = unnamed === undefined || unnamed.ready === 0 ? [] : [unnamed.name];
  return { names: [...new Set([...waiting, ...others, ...unlisted])], complete: listed.complete };
};

const look = async ({
  reader: { broker },
  taskId,
  queue,
  signal,
}: {
  reader: Pick<CeleryReader, 'broker'>;
  taskId: string;
  queue: string;
  signal: AbortSignal;
}): Promise<Awaited<ReturnType<CeleryReader['broker']['find']>> | UnseenQueue | undefined> => {
  try {
    return await broker.find({ queue, taskIds: [taskId], signal });
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    // It does not exist (any more).
    if (error.code === 'not_found') return undefined;
    if (error.code !== 'unsupported') throw error;
    const ready = (await broker.queue({ name: queue, signal }))?.ready ?? 0;
    return ready === 0 ? undefined : { queue, ready, why: whyUnseen(error) };
  }
};

const whyUnseen = ({ details }: LineclearError): UnseenQueue['why'] =>
  details?.['reason'] === 'quorum_queue' ? 'quorum' : 'too_long';
