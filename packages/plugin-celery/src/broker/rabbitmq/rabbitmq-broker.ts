import { LineclearError } from '@lineclear/core/plugin';
import type { BrokerPort, Cancellable, QueueInfo } from '../broker.ts';
import { broadcast } from './broadcast.ts';
import { subscribeEvents } from './events.ts';
import { createLook } from './look.ts';
import type { ListedQueue, ManagementApi } from './management.ts';
import { createManagement } from './management.ts';
import { publishTask } from './publish-task.ts';
import { ConfirmedPublisher } from './publisher.ts';
import { canBeQueue, checkQueueName } from './queue-name.ts';
import { ReplyBox } from './reply-box.ts';
import type { RabbitmqSession } from './session.ts';
import { Sightings } from './sightings.ts';
import { createTurns } from './turns.ts';

export interface RabbitmqBrokerOptions {
  /** Closed with the broker. */
  readonly session: RabbitmqSession;
  /** Lists queues and workers, which AMQP cannot; everything else works without it. */
  readonly management?: ManagementApi | undefined;
  /** The workers' `control_exchange`; `celery` when absent. */
  readonly controlExchange?: string | undefined;
  /** The workers' `event_exchange`; `celeryev` when absent. */
  readonly eventExchange?: string | undefined;
  readonly randomId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** RabbitMQ as a broker of Celery. Opens nothing before the first call. */
export const rabbitmqBroker = ({ session, randomId, now, ...options }: RabbitmqBrokerOptions): BrokerPort => {
  const exchange = `${options.controlExchange ?? 'celery'}.pidbox`;
  const management = options.management && createManagement({ api: options.management, vhost: session.vhost });
  const turns = createTurns();
  const sightings = new Sightings({ now });
  // A broker that runs out of memory stops reading from connections that publish; the others still answer.
  const publishing = session.sibling();
  const reading = session.reading();
  const tasks = new ConfirmedPublisher(publishing);
  const replyTo = { exchange: `reply.${exchange}`, routingKey: randomId() };
  const box = new ReplyBox({ session, exchange: replyTo.exchange, id: replyTo.routingKey });
  // Commands do not wait for tasks.
  const commands = {
    session,
    publisher: new ConfirmedPublisher(publishing),
    box,
    replyTo,
    exchange,
    management,
    newId: randomId,
    now,
  };
  const depth = ({ name, signal }: { name: string } & Cancellable): Promise<Depth | undefined> =>
    turns({ name, work: () => askDepth({ session, name, signal }), signal });
  const send: BrokerPort['control'] & BrokerPort['inspect'] = (order) => broadcast({ parts: commands, order });
  return {
    kind: 'rabbitmq',
    health: async (asked = {}) => {
      await session.use(asked, async () => undefined);
      return { version: await management?.version(asked), details: { vhost: session.vhost } };
    },
    queues: async (asked = {}) => {
      if (management === undefined) return { queues: [], complete: false };
      const queues: QueueInfo[] = [];
      for (const listed of await management.queues(asked)) {
        const found = await depth({ name: listed.name, ...asked });
        if (found !== undefined) queues.push(toQueueInfo({ name: listed.name, depth: found, listed }));
      }
      return { queues, complete: true };
    },
    queue: async ({ name, signal }) => {
      const found = await depth({ name, signal });
      // What only the management API knows is left out when it does not answer.
      const listed = found && (await management?.queue({ name, signal }).catch(() => undefined));
      return found && toQueueInfo({ name, depth: found, listed });
    },
    ...createLook({ session: reading, management, turns, sightings, now }),
    held: async () => undefined,
    workerNames: async (asked = {}) => management?.workers({ exchange, ...asked }),
    inspect: send,
    control: send,
    events: ({ onEvent, onGap = () => undefined }) =>
      subscribeEvents({ session, exchange: options.eventExchange ?? 'celeryev', onEvent, onGap }),
    publish: (order) => publishTask({ publisher: tasks, ...order }),
    purge: async ({ queue, signal }) => {
      checkQueueName(queue);
      sightings.forget({ queue });
      const work = () => session.use({ signal }, async (channel) => (await channel.queuePurge({ queue })).messageCount);
      return turns({ name: queue, work, signal });
    },
    close: async () => {
      await box.close();
      await publishing.close();
      await reading.close();
      await session.close();
    },
  };
};

interface Depth {
  readonly ready: number;
  readonly consumers: number;
}

const askDepth = async ({
  session,
  name,
  signal,
}: { session: RabbitmqSession; name: string } & Cancellable): Promise<Depth | undefined> => {
  if (!canBeQueue(name)) return undefined;
  try {
    return await session.use({ signal }, async (channel) => {
      const { messageCount, consumerCount } = await channel.queueDeclare({ queue: name, passive: true });
      return { ready: messageCount, consumers: consumerCount };
    });
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'not_found') return undefined;
    throw error;
  }
};

const toQueueInfo = ({ name, depth, listed }: { name: string; depth: Depth; listed: ListedQueue | undefined }): QueueInfo => ({
  name,
  ...depth,
  unacknowledged: listed?.unacknowledged,
  maxPriority: listed?.maxPriority,
});
