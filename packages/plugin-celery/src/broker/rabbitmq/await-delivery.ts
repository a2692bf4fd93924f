import { setImmediate as nextTurn } from 'node:timers/promises';

// A broker that has more to hand out does not pause for so long, unless something keeps it busy: then it is asked.
const quietMs = 20;

/** Waits until `isEnough`, or until everything in the queue has been handed to the consumer on a channel. */
export const awaitDelivery = async ({
  left,
  enough,
  delivered,
}: {
  /** Asks on that channel how many messages are not handed out. */
  readonly left: () => Promise<number>;
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
    if ((await left()) === 0) break;
  }
  // A message counts as handed out before it is on the wire; it is there before the answer to the next request, …
  await left();
  // … and the driver passes it on one turn of the event loop later.
  await nextTurn();
};

const isFirst = async ({ enough, waitMs }: { enough: Promise<void>; waitMs: number }): Promise<boolean> => {
  const { promise: quiet, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), waitMs);
  try {
    return await Promise.race([enough.then(() => true), quiet]);
  } finally {
    clearTimeout(timer);
  }
};
