import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from 'rabbitmq-client';
import type { Subscription } from '../broker.ts';
import { toBrokerError } from './broker-error.ts';
import type { RabbitmqSession } from './session.ts';
import { within } from './within.ts';

const retryDelaysMs = [50, 200, 500, 1_000, 2_000, 5_000];

/**
 * A channel that is set up again, until it or its session is closed, whenever it was lost. The first time is awaited and may fail; later failures are
 * only tried again. `onLost` is called once per loss, before it is set up again.
 */
export const keepChannel = async ({
  session,
  setUp,
  onLost,
}: {
  readonly session: RabbitmqSession;
  readonly setUp: (channel: Channel) => Promise<void>;
  readonly onLost: () => void;
}): Promise<Subscription> => {
  const closing = new AbortController();
  let current = await open({ session, setUp });
  const keep = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await lost(current);
      if (closing.signal.aborted || session.isClosed) return;
      onLost();
      const next = await reopen({ session, setUp, signal: closing.signal });
      if (next === undefined) return;
      current = next;
    }
  };
  const kept = keep();
  return {
    close: async () => {
      closing.abort();
      void current.close();
      await kept;
    },
  };
};

type SetUp = Parameters<typeof keepChannel>[0]['setUp'];

const lost = (channel: Channel): Promise<void> =>
  channel.active ? new Promise((resolve) => channel.once('close', resolve)) : Promise.resolve();

const open = async ({ session, setUp }: { session: RabbitmqSession; setUp: SetUp }): Promise<Channel> => {
  const channel = await session.channel();
  try {
    await within({ work: () => setUp(channel), timeoutMs: session.answerTimeoutMs });
    // The broker cancels a consumer, and leaves the channel open, when somebody deletes the queue.
    channel.on('basic.cancel', () => void channel.close());
    return channel;
  } catch (error) {
    void channel.close();
    throw toBrokerError(error);
  }
};

const reopen = async ({
  signal,
  ...order
}: {
  session: RabbitmqSession;
  setUp: SetUp;
  signal: AbortSignal;
}): Promise<Channel | undefined> => {
  for (let attempt = 0; !signal.aborted && !order.session.isClosed; attempt += 1) {
    const channel = await open(order).catch(() => undefined);
    if (channel !== undefined && !signal.aborted) return channel;
    void channel?.close();
    await pause(retryDelaysMs[attempt] ?? 5_000, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
};
