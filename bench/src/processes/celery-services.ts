import { redisBinary, skipWithout, startRedis } from '../../../packages/testing/src/index.ts';
import { rabbitmqBinary, type RabbitmqOptions, startRabbitmq } from '../../../packages/testing/src/services/rabbitmq.ts';
import { type CeleryWorkerOptions, skipWithoutCelery, startCeleryWorker } from '../../../packages/testing/src/celery/index.ts';

/** True, with a loud line, where Redis, RabbitMQ or Celery is not installed. */
export const isCeleryMissing = (): boolean =>
  [skipWithout(redisBinary), skipWithout(rabbitmqBinary), skipWithoutCelery()].includes(true);

interface Broker extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

const disposable = ({ url, port, stop }: { url: string; port: number; stop: () => Promise<void> }): Broker => ({
  url,
  port,
  [Symbol.asyncDispose]: stop,
});

/** Real brokers and workers on free loopback ports; they end when they are disposed of. */
export const redisForBench = async (): Promise<Broker> => disposable(await startRedis());
export const rabbitmqForBench = async (options?: RabbitmqOptions): Promise<Broker> => disposable(await startRabbitmq(options));
export const workerForBench = async (options: CeleryWorkerOptions): Promise<AsyncDisposable> => {
  const worker = await startCeleryWorker(options);
  return { [Symbol.asyncDispose]: () => worker.stop() };
};
