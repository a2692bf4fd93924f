import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import { shutDown } from './shut-down.ts';

const worker = 'celery@busy';
const { signal } = new AbortController();

/** One worker that hears orders late, and none that is older than its sender lets it be. */
const lateWorker = ({ hearsAfterMs }: { hearsAfterMs: number }): Pick<BrokerPort, 'control' | 'inspect'> => {
  let isThere = true;
  return {
    control: async ({ timeoutMs, signal: left }) => {
      await delay(Math.min(hearsAfterMs, timeoutMs), undefined, { signal: left });
      isThere = timeoutMs < hearsAfterMs;
      await delay(Math.max(0, timeoutMs - hearsAfterMs), undefined, { signal: left });
      return { replies: [], known: 1, silent: [worker] };
    },
    inspect: () =>
      Promise.resolve(
        isThere ? { replies: [{ worker, reply: { ok: 'pong' } }], known: 1, silent: [] } : { replies: [], known: 0, silent: [] },
      ),
  };
};

test('a worker that is too busy to hear the order at once leaves when it hears it', async () => {
  const broker = lateWorker({ hearsAfterMs: 500 });
  const reader = { question: () => ({ broker, timeoutMs: 1_000 }) };
  expect(await shutDown({ workers: [worker], writer: { broker, reader }, clock: Date, signal })).toEqual([
    { worker, outcome: 'gone' },
  ]);
});

test('an order that cannot be sent is the failure, whatever a look would say', async () => {
  const lost = new Error('The broker is away.');
  const broker: Pick<BrokerPort, 'control' | 'inspect'> = {
    control: () => Promise.reject(lost),
    inspect: () => Promise.resolve({ replies: [], known: 0, silent: [] }),
  };
  const reader = { question: () => ({ broker, timeoutMs: 1_000 }) };
  await expect(shutDown({ workers: [worker], writer: { broker, reader }, clock: Date, signal })).rejects.toBe(lost);
});
