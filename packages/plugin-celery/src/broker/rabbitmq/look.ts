import { LineclearError } from '@lineclear/core/plugin';
import { parseTaskMessage } from '../../protocol/parse-message.ts';
import type { BrokerPort, BrokerReader, QueueItem } from '../broker.ts';
import type { Management } from './management.ts';
import type { Delivery } from './reading/delivery.ts';
import type { ReadingSession } from './reading/reading-session.ts';
import type { Seen, Sightings } from './sightings.ts';
import type { Turns } from './turns.ts';
import { createTurns } from './turns.ts';
import type { Visit, Visited } from './visit-queue.ts';
import { awaitReturn, visitQueue } from './visit-queue.ts';

export interface LookOptions {
  readonly session: ReadingSession;
  readonly management: Management | undefined;
  /** Only one may hold the messages of a queue at a time; the other would find it empty. */
  readonly turns: Turns;
  readonly sightings: Sightings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The most messages to hold; 20,000 when absent. */
  readonly maxHeld?: number | undefined;
}

/**
 * Looks into queues by holding their messages for a moment. Two limits come with AMQP: while another client holds messages of the
 * same queue, they are not found here; and quorum queues count each look as a failed delivery, so that reads refuse to look into
 * them once they are known to be such.
 */
export const createLook = ({
  session,
  management,
  turns,
  sightings,
  now,
  maxHeld = 20_000,
}: LookOptions): Pick<BrokerReader, 'peek' | 'find'> & Pick<BrokerPort, 'remove'> => {
  const quorumQueues = new Set<string>();
  const visit = (order: Visit): Promise<Visited> => {
    const { queue } = order;
    const { promise, resolve, reject } = Promise.withResolvers<Visited>();
    const work = async () => {
      const visited = await visitQueue({ session, ...order });
      if (visited.isQuorum) quorumQueues.add(queue);
      // The caller has its answer; the next one has to wait until the messages are back.
      resolve(visited);
      await awaitReturn({ session, queue, count: visited.held - (visited.isTaken ? 1 : 0) });
    };
    turns({ name: queue, signal: order.signal, work }).catch(reject);
    return promise;
  };
  const visitOnlyToRead = async (order: Visit): Promise<Visited> => {
    const { queue: name, signal } = order;
    // Without an answer the queue is taken for a classic one, as it is without the management API.
    const listed = quorumQueues.has(name) ? undefined : await management?.queue({ name, signal }).catch(() => undefined);
    if (listed?.isQuorum === true || quorumQueues.has(name)) throw quorum(name);
    return visit(order);
  };
  const finding = createTurns();
  const search = async ({ queue, taskIds, signal }: Parameters<BrokerReader['find']>[0]): Promise<Seen> => {
    const missing = sightings.wanted({ queue, taskIds });
    const found = new Map<string, QueueItem>();
    let beganMs: number | undefined;
    const { waiting, seen, isCut } = await visitOnlyToRead({
      queue,
      limit: maxHeld,
      signal,
      visit: (message, position) => {
        beganMs ??= now();
        const id = message.taskId;
        if (id !== undefined && missing.delete(id)) found.set(id, toItem({ message, position }));
        return missing.size === 0 ? 'stop' : 'next';
      },
    });
    const shown = { found, total: Math.max(waiting, seen), isCut };
    sightings.note({ queue, seen: shown, missing, tookMs: beganMs === undefined ? 0 : now() - beganMs });
    return shown;
  };
  return {
    peek: async ({ queue, offset, limit, signal }) => {
      const last = offset + limit;
      if (last > maxHeld) throw tooDeep({ queue, maxHeld });
      const items: QueueItem[] = [];
      const { waiting } = await visitOnlyToRead({
        queue,
        limit: Math.max(1, last),
        signal,
        visit: (message, position) => {
          if (position >= offset && position < last) items.push(toItem({ message, position }));
          return position + 1 >= last ? 'stop' : 'next';
        },
      });
      return { items, total: Math.max(waiting, items.length) };
    },
    find: ({ queue, taskIds, signal }) => {
      // Before its turn: the look of somebody else may then find these as well.
      sightings.want({ queue, taskIds });
      const work = async () => {
        const seen = sightings.tell({ queue, taskIds }) ?? (await search({ queue, taskIds, signal }));
        if (seen.isCut && !taskIds.every((taskId) => seen.found.has(taskId))) throw tooDeep({ queue, maxHeld });
        return { found: only({ seen, taskIds }), total: seen.total };
      };
      return finding({ name: queue, work, signal });
    },
    remove: async ({ queue, taskId, signal }) => {
      sightings.forget({ queue, taskIds: [taskId] });
      const { isTaken, isCut } = await visit({
        queue,
        limit: maxHeld,
        signal,
        visit: (message) => (message.taskId === taskId ? 'take' : 'next'),
      });
      if (isCut) throw tooDeep({ queue, maxHeld });
      return isTaken;
    },
  };
};

/** What was asked for, and not what others asked for. */
const only = ({ seen: { found }, taskIds }: { seen: Seen; taskIds: readonly string[] }): ReadonlyMap<string, QueueItem> =>
  new Map([...found].filter(([taskId]) => taskIds.includes(taskId)));

const toItem = ({ message, position }: { message: Delivery; position: number }): QueueItem => ({
  position,
  task: parseTaskMessage(message.toWireMessage()),
  bytes: message.bytes,
});

const tooDeep = ({ queue, maxHeld }: { queue: string; maxHeld: number }): LineclearError =>
  new LineclearError('unsupported', `Only the first ${maxHeld} messages of the queue "${queue}" can be looked at.`, {
    hint: 'queue_list says how many wait, and get_task_status what is known of one task.',
    details: { reason: 'queue_too_long', queue },
    effect: 'none',
  });

const quorum = (queue: string): LineclearError =>
  new LineclearError(
    'unsupported',
    `"${queue}" is a quorum queue: it counts every look as a failed delivery and may drop the task.`,
    {
      hint: 'Use the depth of the queue, and ask the workers about the task.',
      details: { reason: 'quorum_queue', queue },
      effect: 'none',
    },
  );
