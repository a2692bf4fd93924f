import { randomUUID } from 'node:crypto';
import { rabbitmqBinary, skipWithout, startRabbitmq } from '@lineclear/testing';
import type { Rabbitmq } from '@lineclear/testing';
import type { CeleryWorker, CeleryWorkerOptions, PythonClient } from '@lineclear/testing/celery';
import { pythonClient, skipWithoutCelery, startCeleryWorker } from '@lineclear/testing/celery';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { TaskOrder } from '../../../protocol/build-message.ts';
import { buildTaskMessage } from '../../../protocol/build-message.ts';
import type { TaskMessage } from '../../../protocol/message.ts';
import type { BrokerPort } from '../../broker.ts';
import type { ManagementApi } from '../management.ts';
import type { RabbitmqBrokerOptions } from '../rabbitmq-broker.ts';
import { rabbitmqBroker } from '../rabbitmq-broker.ts';
import type { SessionOptions } from '../session.ts';
import { RabbitmqSession } from '../session.ts';

/** True where RabbitMQ or Celery is not installed; throws instead under CI=true. */
export const skips = [skipWithout(rabbitmqBinary), skipWithoutCelery()].includes(true);

/** A real RabbitMQ for the tests of one file, and whatever they open on it; all of it ends with each test. */
export const useRabbitmq = () => {
  let server: Rabbitmq | undefined;
  const endings: (() => Promise<unknown>)[] = [];
  const running = (): Rabbitmq => {
    if (server === undefined) throw new Error('RabbitMQ does not run yet.');
    return server;
  };
  const ends = <T>(thing: T, end: (thing: T) => Promise<unknown>): T => {
    endings.push(() => end(thing));
    return thing;
  };
  beforeAll(async () => {
    server = await startRabbitmq();
  }, 120_000);
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  afterAll(async () => server?.stop());
  const session = (options: Partial<SessionOptions> = {}): RabbitmqSession =>
    ends(new RabbitmqSession({ url: running().url, ...options }), (opened) => opened.close());
  return {
    server: running,
    session,
    /** Registers what has to end with the test. */
    ends,
    broker: (options: Partial<RabbitmqBrokerOptions> = {}): BrokerPort =>
      ends(rabbitmqBroker({ session: options.session ?? session(), randomId: randomUUID, now: Date.now, ...options }), (broker) =>
        broker.close(),
      ),
    management: (): ManagementApi => managementOf(running()),
    /** Adds a user to the server. */
    user: async ({ name, password, permissions }: { name: string; password: string; permissions: Record<string, string> }) => {
      await askManagement({ server: running(), path: `/api/users/${name}`, put: { password, tags: '' } });
      await askManagement({ server: running(), path: `/api/permissions/%2F/${name}`, put: permissions });
    },
    worker: async (options: Partial<CeleryWorkerOptions> = {}): Promise<CeleryWorker> =>
      ends(await startCeleryWorker({ broker: running().url, pool: 'solo', ...options }), (worker) => worker.stop()),
    python: async (options: { backend?: string } = {}): Promise<PythonClient> =>
      ends(await pythonClient({ broker: running().url, ...options }), (client) => client.stop()),
    /** A durable queue of this test's own, as a worker declares it. */
    queue: async (declaration: { name?: string; arguments?: Record<string, unknown> } = {}): Promise<string> => {
      const { name = `queue-${randomUUID()}`, ...rest } = declaration;
      await session().use({}, (channel) => channel.queueDeclare({ queue: name, durable: true, ...rest }));
      return name;
    },
  };
};

/** A task message of ours; `tasks.add(2, 3)` when nothing else is said. */
export const task = (order: Partial<TaskOrder> = {}): TaskMessage =>
  buildTaskMessage({ taskName: 'tasks.add', taskId: randomUUID(), args: [2, 3], kwargs: {}, origin: 'test@host', ...order });

const managementOf = (server: Rabbitmq): ManagementApi => ({
  get: async (path, { signal }) => (await askManagement({ server, path, signal })).json(),
});

const askManagement = async ({
  server,
  path,
  put,
  signal,
}: {
  server: Rabbitmq;
  path: string;
  put?: object;
  signal?: AbortSignal | undefined;
}): Promise<Response> => {
  const headers = {
    authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`,
    'content-type': 'application/json',
  };
  const change = put === undefined ? {} : { method: 'PUT', body: JSON.stringify(put) };
  const answer = await fetch(`${server.managementUrl}${path}`, { headers, ...change, ...(signal && { signal }) });
  if (!answer.ok) throw new Error(`The management API answered ${answer.status}.`);
  return answer;
};
