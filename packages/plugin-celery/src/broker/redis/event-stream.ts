import type { CeleryEvent } from '../../events/event.ts';
import { parseEvents } from '../../events/parse-event.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import type { RedisSubscriber } from '../../redis/subscriber.ts';
import type { Subscription } from '../broker.ts';
import { parseEnvelope } from './envelope.ts';

const firstPauseMs = 200;
const longestPauseMs = 5_000;

/** Listens to every event of workers and producers, and again after the connection was lost. Rejects when Redis refuses at first. */
export const openEventStream = async ({
  subscriber,
  channel,
  onEvent,
  onGap,
}: {
  subscriber: RedisSubscriber;
  channel: string;
  onEvent: (event: CeleryEvent) => void;
  onGap: (() => void) | undefined;
}): Promise<Subscription> => {
  let stop: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const listen = async () => {
    stop = await subscriber.subscribe({
      channel,
      isPattern: true,
      onMessage: (message) => parseEventMessage(message).forEach(onEvent),
      onDrop: () => retry(firstPauseMs),
    });
    if (isClosed) stop();
  };
  const retry = (pauseMs: number) => {
    if (isClosed) return;
    timer = setTimeout(() => {
      listen().then(
        () => onGap?.(),
        () => retry(Math.min(pauseMs * 2, longestPauseMs)),
      );
    }, pauseMs);
    // A process that has nothing else to do may end.
    timer.unref();
  };
  await listen();
  return {
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      stop?.();
      return Promise.resolve();
    },
  };
};

const parseEventMessage = (message: string): readonly CeleryEvent[] => {
  const envelope = parseEnvelope(message);
  if (envelope === undefined) return [];
  try {
    return parseEvents(parseJson(Buffer.from(envelope.body).toString('utf8')));
  } catch {
    // Events in another serializer.
    return [];
  }
};
