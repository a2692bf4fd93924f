import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Channel } from 'rabbitmq-client';

// A broker that has more to hand out does not pause for so long, unless something keeps it busy: then it is asked.
const quietMs = 20;

/** Waits until `isEnough`, or until everything in the queue has been handed to the consumer on this channel. */
export const awaitDelivery = async ({
  channel,
  queue,
  enough,
  delivered,
}: {
  readonly channel: Channel;
  readonly queue: string;
  /** Resolves once there is no need for more. */
  readonly enough: Promise<void>;
  /** How many messages came so far. */
  readonly delivered: () => number;
}): Promise<void> => {
  for (;;) {
    const before = delivered();
    if (await isFirst({ enough, waitMs: quietMs })) return;
    // Asked only while nothing comes: the question stands in the way of the messages.
    if (delivered() > before) continue;
    const { messageCount } = await channel.queueDeclare({ queue, passive: true });
    if (messageCount === 0) break;
  }
  // A message counts as handed out before it is on the wire; it is there before the answer to the next request, …
  await channel.queueDeclare({ queue, passive: true });
  // … and the driver passes it on one turn of the event loop later.
  await nextTurn();
};

const isFirst = async ({ enough, waitMs }: { enough: Promise<void>; waitMs: number }): Promise<boolean> => {
  const timer = new AbortController();
  try {
    return await Promise.race([enough.then(() => true), pause(waitMs, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
};
