import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ListedTask } from './listed-task.ts';
import { toWaiting } from './waiting-tasks.ts';

/** The newest tasks of a caller that are looked for; who has more in flight is rare, and what is finished is left out first. */
const maxOwn = 500;

/** Where somebody has sent tasks from here. */
export const ownQueues = async ({
  ledger,
  principal,
}: {
  ledger: Pick<Ledger, 'of'>;
  principal: string;
}): Promise<readonly string[]> => [...new Set((await ledger.of({ principal, limit: maxOwn })).map(({ entry }) => entry.queue))];

/** The tasks that somebody started here and that wait in the queue they were sent to, found by their ids. */
export const ownWaiting = async ({
  reader: { broker, results },
  ledger,
  principal,
  queues,
  signal,
}: {
  reader: Pick<CeleryReader, 'broker' | 'results'>;
  ledger: Pick<Ledger, 'of'>;
  principal: string;
  /** Queues that hold messages. */
  queues: readonly string[];
  signal: AbortSignal;
}): Promise<{ readonly tasks: readonly ListedTask[]; readonly refused: ReadonlyMap<string, string> }> => {
  const started = await ledger.of({ principal, limit: maxOwn });
  const records = await results.readMany({ taskIds: started.map(({ taskId }) => taskId), signal });
  const open = started.filter((_, index) => {
    const record = records[index];
    return record?.kind !== 'found' || !record.result.isFinal;
  });
  const tasks: ListedTask[] = [];
  const refused = new Map<string, string>();
  // One after the other: RabbitMQ holds the messages of a queue while it is looked through.
  for (const queue of queues) {
    const taskIds = open.filter(({ entry }) => entry.queue === queue).map(({ taskId }) => taskId);
    if (taskIds.length === 0) continue;
    try {
      const { found } = await broker.find({ queue, taskIds, signal });
      tasks.push(
        ...[...found.values()].flatMap((item) =>
          item.task === undefined ? [] : toWaiting({ queue, item: { ...item, task: item.task } }),
        ),
      );
    } catch (error) {
      if (!LineclearError.is(error) || error.code !== 'unsupported') throw error;
      refused.set(queue, error.message);
    }
  }
  return { tasks, refused };
};
