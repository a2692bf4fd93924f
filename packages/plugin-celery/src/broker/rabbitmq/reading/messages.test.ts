import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireMessage } from '../../../protocol/message.ts';
import { skips, task, useRabbitmq } from '../test/rig.ts';
import type { Visit } from '../visit-queue.ts';
import { visitQueue } from '../visit-queue.ts';
import type { ReadingSession } from './reading-session.ts';

/** The driver writes whole numbers, and all from 2^50 on, as integers, of which it can write no fractions. */
const isWrittenAsDouble = (number: number): boolean => !Number.isInteger(number) && Math.abs(number) < 2 ** 50;

type Read = WireMessage & { readonly bytes: number; readonly id: string | undefined };

describe.skipIf(skips)('messages of RabbitMQ, as a look reads them', () => {
  const rig = useRabbitmq();

  const read = async ({ queue, session }: { queue: string; session?: ReadingSession }): Promise<readonly Read[]> => {
    const seen: Read[] = [];
    const visit: Visit['visit'] = (message) => {
      seen.push({ ...message.toWireMessage(), bytes: message.bytes, id: message.taskId });
      return 'next';
    };
    await visitQueue({ session: session ?? rig.reading(), queue, limit: 1_000, visit });
    return seen;
  };
  type Published = { readonly body?: Buffer; readonly headers?: Record<string, unknown>; readonly [property: string]: unknown };
  const publish = async (messages: readonly Published[]): Promise<string> => {
    const queue = await rig.queue();
    await rig.session().use({ timeoutMs: 60_000 }, async (channel) => {
      await channel.confirmSelect();
      const send = ({ body = Buffer.from('body'), ...envelope }: Published) =>
        channel.basicPublish({ routingKey: queue, ...envelope }, body);
      await Promise.all(messages.map(send));
    });
    return queue;
  };

  it('have bodies of any length, over as many frames as it takes', async () => {
    const lengths = [0, 1, 131_064, 131_065, 400_000, 0, 1_048_576];
    const queue = await publish(
      lengths.map((length, index) => ({ body: Buffer.alloc(length, index + 1), headers: { id: `${index}` } })),
    );
    const seen = await read({ queue });
    expect(seen.map(({ bytes }) => bytes)).toEqual(lengths);
    expect(seen.map(({ id }) => id)).toEqual(lengths.map((_, index) => `${index}`));
    for (const [index, { body }] of seen.entries()) expect(Buffer.alloc(lengths[index] ?? 0, index + 1).equals(body)).toBe(true);
  });

  it('have all of their properties, or none', async () => {
    const whole = {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      headers: { id: 'by header', task: 'tasks.add' },
      durable: true,
      priority: 7,
      correlationId: 'by correlation',
      replyTo: 'answers',
      expiration: '600000',
      messageId: 'message',
      timestamp: 1_700_000_000,
      type: 'type',
      appId: 'app',
    };
    const queue = await publish([
      whole,
      {},
      { correlationId: 'by correlation' },
      { headers: { id: 7 }, correlationId: 'by correlation' },
    ]);
    const [all, none, ...others] = await read({ queue });
    expect(all).toMatchObject({
      id: 'by header',
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      headers: whole.headers,
      priority: 7,
      correlationId: 'by correlation',
      replyTo: 'answers',
      redelivered: false,
    });
    expect(none).toEqual({ body: Buffer.from('body'), bytes: 4, headers: {}, redelivered: false });
    // Results of tasks, and the answers of others: none of them is a task.
    expect(others.map(({ id }) => id)).toEqual([undefined, undefined]);
  });

  it('have the headers that the driver wrote', async () => {
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isWrittenAsDouble),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 20 }), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const headers = fc.sample(fc.dictionary(fc.string({ maxLength: 40 }), value, { maxKeys: 6 }), 200);
    const seen = await read({ queue: await publish(headers.map((each) => ({ headers: each }))) });
    expect(seen.map((message) => message.headers)).toEqual(headers);
  });

  it("have the headers that Celery's own client wrote", async () => {
    const python = await rig.python();
    const queue = await rig.queue();
    const headers = {
      small: [-1, 0, 2_147_483_647, -2_147_483_647],
      long: [1_800_000_000_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER - 1],
      number: [0.1, -1e300],
      text: ['', 'é 日本 🚀'],
      nested: { deep: [{ flags: [true, false, null] }] },
    };
    const task_id = randomUUID();
    await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { queue, task_id, headers } });
    const [message] = await read({ queue });
    const long = [1_800_000_000_000, Number.MAX_SAFE_INTEGER, -(2n ** 53n)];
    const whole = { ...headers, long, id: task_id, task: 'tasks.add' };
    expect(message).toMatchObject({ id: task_id, correlationId: task_id, headers: whole });
  });

  it('are shown as they were when others come and go meanwhile', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    const sent: string[] = [];
    const send = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        const message = task();
        await broker.publish({ message, queue });
        sent.push(message.headers.id);
      }
    };
    await send(20);
    const sending = send(200);
    const looks: string[][] = [];
    const session = rig.reading();
    while (sent.length < 220) {
      looks.push((await read({ queue, session })).map(({ id }) => id ?? ''));
      // They come back all at once.
      await expect.poll(() => session.use({}, (channel) => channel.countMessages(queue))).toBeGreaterThanOrEqual(sent.length);
    }
    await sending;
    expect(looks.length).toBeGreaterThan(0);
    for (const seen of looks) expect(seen).toEqual(sent.slice(0, seen.length));
    expect((await read({ queue })).map(({ id }) => id)).toEqual(sent);
    await expect.poll(() => broker.queue({ name: queue })).toMatchObject({ ready: 220, consumers: 0 });
  });
});
