import { randomUUID } from 'node:crypto';
import { type CeleryWorker, type CeleryWorkerOptions, startCeleryWorker } from '@lineclear/testing/celery';
import { expect, vi } from 'vitest';
import { redisBroker } from '../broker/redis/redis-broker.ts';
import { ping } from '../control/questions.ts';
import { parseRedisUrl } from '../redis/address.ts';

/** Starts a worker and resolves when it answers: on Redis it says that it is ready before it listens to commands. */
export const startHearingWorker = async (options: CeleryWorkerOptions): Promise<CeleryWorker> => {
  const worker = await startCeleryWorker(options);
  if (!options.broker.startsWith('redis:')) return worker;
  const broker = redisBroker({ address: parseRedisUrl(options.broker), now: Date.now, randomId: randomUUID });
  try {
    const question = { broker, destination: [worker.name], timeoutMs: 1_000 };
    await vi.waitFor(async () => expect((await ping(question)).answers.size).toBe(1), { timeout: 30_000, interval: 20 });
    return worker;
  } catch (error) {
    await worker.stop();
    throw error;
  } finally {
    await broker.close();
  }
};
