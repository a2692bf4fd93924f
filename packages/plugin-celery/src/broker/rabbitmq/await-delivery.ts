import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Channel } from 'rabbitmq-client';

/** Waits until everything in the queue has been handed to the consumer on this channel, or until that is enough. */
export const awaitDelivery = async ({
  channel,
  queue,
  isEnough,
}: {
  readonly channel: Channel;
  readonly queue: string;
  readonly isEnough: () => boolean;
}): Promise<void> => {
  for (;;) {
    const { messageCount } = await channel.queueDeclare({ queue, passive: true });
    if (messageCount === 0 || isEnough()) break;
    await pause(1);
  }
  // A message counts as handed out before it is on the wire; it is there before the answer to the next request, …
  await channel.queueDeclare({ queue, passive: true });
  // … and the driver passes it on one turn of the event loop later.
  await nextTurn();
};
