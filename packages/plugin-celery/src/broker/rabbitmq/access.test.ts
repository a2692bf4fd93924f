import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ping } from '../../control/questions.ts';
import { rpcResults } from '../../results/rpc-results.ts';
import { documentedCommand } from '../../test/documented.ts';
import type { BrokerPort } from '../broker.ts';
import { skips, task, useRabbitmq } from './test/rig.ts';

const operations: Readonly<Record<string, (broker: BrokerPort) => Promise<unknown>>> = {
  health: (broker) => broker.health(),
  events: async (broker) => (await broker.events({ onEvent: () => undefined })).close(),
  inspect: (broker) => ping({ broker, timeoutMs: 500 }),
  control: (broker) => broker.control({ command: { method: 'enable_events', arguments: {} }, timeoutMs: 500 }),
  queue: (broker) => broker.queue({ name: 'celery' }),
  publish: (broker) => broker.publish({ message: task({ taskId: 'a' }), queue: 'celery' }),
  peek: (broker) => broker.peek({ queue: 'celery', offset: 0, limit: 1 }),
  find: (broker) => broker.find({ taskIds: ['a'], queue: 'celery' }),
  remove: (broker) => broker.remove({ queue: 'celery', taskId: 'a' }),
  purge: (broker) => broker.purge({ queue: 'celery' }),
};

describe.skipIf(skips)('what a user of RabbitMQ may do', () => {
  const rig = useRabbitmq();
  // A worker that has never answered anybody: the exchange for answers is not there yet, and comes first.
  it('everything with the permissions of the documentation, beside a fresh worker', async () => {
    const [configure = '', write = '', read = ''] = documentedCommand('permissions').slice(-3);
    await rig.user({ name: 'lineclear', password: 'pass', permissions: { configure, write, read } });
    await rig.worker();
    const url = new URL(rig.server().url);
    url.username = 'lineclear';
    url.password = 'pass';
    const session = rig.session({ url: url.href });
    const broker = rig.broker({ session });
    for (const [name, operation] of Object.entries(operations)) {
      await expect(operation(broker), name).resolves.not.toBe(null);
    }
    await expect.poll(async () => (await ping({ broker, timeoutMs: 500 })).answers.size).toBe(1);
    const results = rpcResults({ session, queue: `lineclear.results.${randomUUID()}` });
    onTestFinished(() => results.close());
    expect(await results.replyTo()).toMatch(/^lineclear\.results\./);
  });
});
