import { setTimeout as sleep } from 'node:timers/promises';
import type { Observer } from './observer.ts';

/** Workers send a heartbeat every two seconds; on a busy machine one is late. */
const longestMs = 4_500;

/** Listens until each of these workers has sent a heartbeat, and yields by how many milliseconds their clocks are behind ours. */
export const compareClocks = async ({
  reader,
  clock,
  signal,
  names,
}: Observer & { names: readonly string[] }): Promise<ReadonlyMap<string, number>> => {
  const behind = new Map<string, number>();
  if (names.length === 0) return behind;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const subscription = await reader.broker.events({
    onEvent: ({ kind, hostname, atMs }) => {
      if (kind !== 'worker-heartbeat') return;
      behind.set(hostname, Math.round(clock.now() - atMs));
      if (names.every((name) => behind.has(name))) resolve();
    },
  });
  const ending = new AbortController();
  try {
    await Promise.race([all, sleep(longestMs, undefined, { signal: AbortSignal.any([signal, ending.signal]) })]);
  } finally {
    ending.abort();
    await subscription.close();
  }
  return behind;
};
