import { LineclearError } from '@lineclear/core/plugin';
import { parseTaskMessage } from '../../protocol/parse-message.ts';
import type { AsyncMessage } from 'rabbitmq-client';
import type { BrokerPort, BrokerReader, QueueItem } from '../broker.ts';
import type { Management } from './management.ts';
import { payloadOf, toWireMessage } from './payload.ts';
import type { RabbitmqSession } from './session.ts';
import type { Turns } from './turns.ts';
import type { Visit, Visited } from './visit-queue.ts';
import { awaitReturn, visitQueue } from './visit-queue.ts';

export interface LookOptions {
  readonly session: RabbitmqSession;
  readonly management: Management | undefined;
  /** Only one may hold the messages of a queue at a time; the other would find it empty. */
  readonly turns: Turns;
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
      await awaitReturn({ session, queue, count: visited.seen - (visited.isTaken ? 1 : 0) });
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
    find: async ({ queue, taskIds, signal }) => {
      const missing = new Set(taskIds);
      const found = new Map<string, QueueItem>();
      const { waiting, seen, isCut } = await visitOnlyToRead({
        queue,
        limit: maxHeld,
        signal,
        visit: (message, position) => {
          const id = idOf(message);
          if (id !== undefined && missing.delete(id)) found.set(id, toItem({ message, position }));
          return missing.size === 0 ? 'stop' : 'next';
        },
      });
      if (isCut) throw tooDeep({ queue, maxHeld });
      return { found, total: Math.max(waiting, seen) };
    },
    remove: async ({ queue, taskId, signal }) => {
      const { isTaken, isCut } = await visit({
        queue,
        limit: maxHeld,
        signal,
        visit: (message) => (idOf(message) === taskId ? 'take' : 'next'),
      });
      if (isCut) throw tooDeep({ queue, maxHeld });
      return isTaken;
    },
  };
};

const idOf = ({ headers, correlationId }: AsyncMessage): string | undefined => {
  const id: unknown = headers?.['id'];
  return typeof id === 'string' ? id : correlationId;
};

const toItem = ({ message, position }: { message: AsyncMessage; position: number }): QueueItem => ({
  position,
  task: parseTaskMessage(toWireMessage(message)),
  bytes: payloadOf(message).byteLength,
});

const tooDeep = ({ queue, maxHeld }: { queue: string; maxHeld: number }): LineclearError =>
  new LineclearError('unsupported', `Only the first ${maxHeld} messages of the queue "${queue}" can be looked at.`, {
    hint: 'Ask the workers about the task instead, or cancel it by revoking it.',
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
