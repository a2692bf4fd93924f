import type { CeleryEvent } from '../../events/event.ts';
import { parseEvents } from '../../events/parse-event.ts';
import type { Subscription } from '../broker.ts';
import { ensureExchange } from './ensure-exchange.ts';
import { readJson } from './payload.ts';
import type { RabbitmqSession } from './session.ts';
import { keepChannel } from './standing-channel.ts';

/** Events of tasks and workers from now on, through a queue of our own that ends with the connection. */
export const subscribeEvents = ({
  session,
  exchange,
  onEvent,
  onGap,
}: {
  readonly session: RabbitmqSession;
  /** The topic exchange of events, `celeryev`. */
  readonly exchange: string;
  readonly onEvent: (event: CeleryEvent) => void;
  /** Called when the connection was lost, and events with it. */
  readonly onGap: () => void;
}): Promise<Subscription> =>
  keepChannel({
    session,
    onLost: onGap,
    setUp: async (channel) => {
      await ensureExchange({ session, exchange, type: 'topic', durable: true });
      const { queue } = await channel.queueDeclare({ queue: '', exclusive: true, autoDelete: true });
      await channel.queueBind({ queue, exchange, routingKey: '#' });
      await channel.basicConsume({ queue, noAck: true }, (message) => {
        for (const event of parseEvents(readJson(message) ?? null)) onEvent(event);
      });
    },
  });
