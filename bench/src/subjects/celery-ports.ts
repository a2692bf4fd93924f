import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { RabbitmqSession } from '../../../packages/plugin-celery/src/broker/rabbitmq/session.ts';
import { celeryReader } from '../../../packages/plugin-celery/src/client/celery-reader.ts';
import { openStation } from '../../../packages/plugin-celery/src/client/station.ts';
import { active } from '../../../packages/plugin-celery/src/control/questions.ts';
import { buildTaskMessage } from '../../../packages/plugin-celery/src/protocol/build-message.ts';
import { settings } from '../../../packages/plugin-celery/src/settings.ts';
import { answerCommands } from '../processes/commands.ts';

const [broker = '', results = ''] = process.argv.slice(2);
const profile = settings.parse({ broker, ...(results !== '' && { result_backend: results }) });
const noHttp = () => {
  throw new Error('the management API is not asked here');
};
const station = openStation({ settings: profile, http: noHttp, clock: { now: Date.now } });
const reader = celeryReader({ station, rules: profile, catalogue: undefined });
const { signal } = new AbortController();

const Fill = z.object({ queue: z.string(), ids: z.array(z.string()) });
const Place = z.object({ queue: z.string(), taskId: z.string() });

const message = (taskId: string) =>
  buildTaskMessage({ taskName: 'tasks.add', taskId, args: [2, 3], kwargs: {}, origin: 'bench@localhost' });

const timed = async <Value>(work: () => Promise<Value>): Promise<{ ms: number; value: Value }> => {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
};

/** All at once: a port waits for the confirm of each. */
const fillRabbitmq = async ({ queue, ids }: z.output<typeof Fill>): Promise<void> => {
  const session = new RabbitmqSession({ url: broker });
  await session.use({ timeoutMs: 60_000 }, async (channel) => {
    await channel.queueDeclare({ queue, durable: true });
    await channel.confirmSelect();
    const sent = ids.map((id) => {
      const { headers, body, replyTo } = message(id);
      const envelope = { contentType: 'application/json', contentEncoding: 'utf-8', correlationId: id, replyTo, headers };
      return channel.basicPublish({ routingKey: queue, durable: true, ...envelope }, Buffer.from(body));
    });
    await Promise.all(sent);
  });
  await session.close();
};

answerCommands({
  fill: async (argument) => {
    const { queue, ids } = Fill.parse(argument);
    if (station.broker.kind === 'rabbitmq') await fillRabbitmq({ queue, ids });
    else await Promise.all(ids.map((id) => station.broker.publish({ message: message(id), queue })));
    return (await station.broker.queue({ name: queue }))?.ready ?? 0;
  },
  list: async (argument) => {
    const queue = z.string().parse(argument);
    const { ms, value } = await timed(() => station.broker.peek({ queue, offset: 0, limit: 50 }));
    if (value.items.length === 0) throw new Error('nothing was listed');
    return ms;
  },
  position: async (argument) => {
    const { queue, taskId } = Place.parse(argument);
    const { ms, value } = await timed(() => station.broker.find({ queue, taskIds: [taskId] }));
    if (!value.found.has(taskId)) throw new Error('it was not found');
    return ms;
  },
  remove: async (argument) => {
    const { queue, taskId } = Place.parse(argument);
    const { ms, value } = await timed(() => station.broker.remove({ queue, taskId }));
    if (!value) throw new Error('it was not removed');
    return ms;
  },
  /** Waits until everything that was looked at is back in its queue; yields the milliseconds. */
  settle: async (argument) => (await timed(() => station.broker.queue({ name: z.string().parse(argument) }))).ms,
  /** So many tasks, one after another, from before the message is built until the result is read. */
  roundTrips: async (argument) => {
    const times: number[] = [];
    for (let count = z.number().parse(argument); count > 0; count -= 1) {
      const { ms, value } = await timed(async () => {
        const taskId = randomUUID();
        const waiting = station.results.wait({ taskId, timeoutMs: 10_000 });
        await station.broker.publish({ message: message(taskId), queue: 'celery' });
        return waiting;
      });
      if (value?.value !== 5) throw new Error('the result is another one');
      times.push(ms);
    }
    return times;
  },
  inspect: async () => {
    const { ms, value } = await timed(() => active(reader.question({ signal })));
    return { ms, workers: value.answers.size };
  },
});
