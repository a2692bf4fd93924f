import { randomUUID } from 'node:crypto';
import { rabbitmqBinary, skipWithout, startRabbitmq } from '@lineclear/testing';
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
import type { ReadingSession } from '../reading/reading-session.ts';
import type { SessionOptions } from '../session.ts';
import { RabbitmqSession } from '../session.ts';
import { askManagement } from './ask-management.ts';
import type { RabbitmqPlace } from './rabbitmq-place.ts';
import { openRabbitmqPlace, vhostOf } from './rabbitmq-place.ts';

/** True where RabbitMQ or Celery is not installed; throws instead under CI=true. */
export const skips = [skipWithout(rabbitmqBinary), skipWithoutCelery()].includes(true);

/** RabbitMQ for the tests of one file, a virtual host of its own, and whatever they open on it; all of it ends with each test. */
export const useRabbitmq = () => useBroker({ start: openRabbitmqPlace });

/** The same with a broker of its own, for tests that freeze it or change how it works. */
export const useOwnRabbitmq = () => useBroker({ start: startRabbitmq });

const useBroker = <Place extends RabbitmqPlace>({ start }: { start: () => Promise<Place> }) => {
  let server: Place | undefined;
  const users = new Set<string>();
  const endings: (() => Promise<unknown>)[] = [];
  const running = (): Place => {
    if (server === undefined) throw new Error('RabbitMQ does not run yet.');
    return server;
  };
  const ends = <T>(thing: T, end: (thing: T) => Promise<unknown>): T => {
    endings.push(() => end(thing));
    return thing;
  };
  beforeAll(async () => {
    server = await start();
  });
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  afterAll(async () => {
    if (server === undefined) return;
    for (const name of users) await askManagement({ ...server, method: 'DELETE', path: `/api/users/${name}` });
    await server.stop();
  });
  const session = (options: Partial<SessionOptions> = {}): RabbitmqSession =>
    ends(new RabbitmqSession({ url: running().url, ...options }), (opened) => opened.close());
  return {
    server: running,
    session,
    reading: (options: Partial<SessionOptions> & Parameters<RabbitmqSession['reading']>[0] = {}): ReadingSession =>
      ends(session(options).reading(options), (opened) => opened.close()),
    /** Registers what has to end with the test. */
    ends,
    broker: (options: Partial<RabbitmqBrokerOptions> = {}): BrokerPort =>
      ends(rabbitmqBroker({ session: options.session ?? session(), randomId: randomUUID, now: Date.now, ...options }), (broker) =>
        broker.close(),
      ),
    management: (): ManagementApi => managementOf(running()),
    /** Adds a user until the file ends, or changes one. No other file may use the name: they share the broker. */
    user: async ({ name, password, permissions }: { name: string; password: string; permissions: Record<string, string> }) => {
      const { managementUrl } = running();
      const vhost = encodeURIComponent(vhostOf(running()));
      const put = (path: string, body: object) => askManagement({ managementUrl, method: 'PUT', path, body });
      users.add(name);
      await put(`/api/users/${name}`, { password, tags: '' });
      await put(`/api/permissions/${vhost}/${name}`, permissions);
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

const managementOf = ({ managementUrl }: RabbitmqPlace): ManagementApi => ({
  get: async (path, { signal }) => (await askManagement({ managementUrl, path, signal })).json(),
});
