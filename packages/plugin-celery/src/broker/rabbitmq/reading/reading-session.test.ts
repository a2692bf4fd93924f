import { execFile } from 'node:child_process';
import { inspect, promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { openWatchedDoor } from '../../../../test/watched-door.ts';
import { amqpCommands } from '../../../../test/amqp-commands.ts';
import { askManagement } from '../test/ask-management.ts';
import type { RabbitmqPlace } from '../test/rabbitmq-place.ts';
import { vhostOf } from '../test/rabbitmq-place.ts';
import { skips, task, useRabbitmq } from '../test/rig.ts';
import { awaitReturn, visitQueue } from '../visit-queue.ts';
import type { ReadingSession } from './reading-session.ts';

const count = (reading: ReadingSession) => reading.use({}, (channel) => channel.countMessages('celery'));

describe.skipIf(skips)('the reading connection to RabbitMQ', () => {
  const rig = useRabbitmq();
  const door = async () => {
    const opened = await openWatchedDoor({ target: rig.server().port, reader: amqpCommands });
    onTestFinished(() => opened.close());
    const url = Object.assign(new URL(rig.server().url), { port: `${opened.port}` }).href;
    const said = (word: string) => opened.commands.filter((command) => command === word).length;
    return { url, said };
  };
  const filled = async (count: number): Promise<string> => {
    const queue = await rig.queue();
    for (let index = 0; index < count; index += 1)
      await rig.broker().publish({ message: task({ taskId: `task-${index}` }), queue });
    return queue;
  };
  const refusal = async (change: Partial<Pick<URL, 'password' | 'pathname'>>): Promise<unknown> => {
    const url = Object.assign(new URL(rig.server().url), change).href;
    return count(rig.reading({ url })).catch((error: unknown) => error);
  };

  it('says that the password is wrong, without repeating it', async () => {
    const error = await refusal({ password: 'our-password' });
    const details = { reason: 'ACCESS_REFUSED', upstream: expect.stringContaining('ACCESS_REFUSED - Login was refused') };
    expect(error).toMatchObject({ code: 'unauthenticated', effect: 'none', details });
    expect(inspect(error, { depth: 10 })).not.toContain('our-password');
  });

  it('says that the virtual host is closed to this user', async () => {
    expect(await refusal({ pathname: '/no-such-vhost' })).toMatchObject({
      code: 'forbidden',
      effect: 'none',
      details: { reason: 'NOT_ALLOWED' },
    });
  });

  it('names what was refused, and goes on', async () => {
    const reading = rig.reading();
    const missing = reading.use({}, (channel) => channel.countMessages('missing'));
    const details = { reason: 'NOT_FOUND', upstream: expect.stringMatching(/^QueueDeclare: NOT_FOUND - no queue 'missing'/) };
    await expect(missing).rejects.toMatchObject({ code: 'not_found', effect: 'none', details });
    const own = await rig.queue();
    const another = rig.session();
    const channel = await another.channel();
    const { queue: exclusive } = await channel.queueDeclare({ queue: '', exclusive: true });
    const locked = reading.use({}, (opened) => opened.countMessages(exclusive));
    await expect(locked).rejects.toMatchObject({ code: 'conflict', details: { reason: 'RESOURCE_LOCKED' } });
    expect(await reading.use({}, (opened) => opened.countMessages(own))).toBe(0);
  });

  it('is one for many looks at once, at one queue and at others', async () => {
    const { url, said } = await door();
    const reading = rig.reading({ url });
    const [long, short] = [await filled(50), await filled(3)];
    const look = async (queue: string) => (await visitQueue({ session: reading, queue, limit: 100, visit: () => 'next' })).seen;
    const held = Promise.withResolvers<void>();
    const enough = Promise.withResolvers<void>();
    const holding = reading.use({ timeoutMs: 20_000 }, async (channel) => {
      await channel.consume({ queue: long, priority: 1, onDelivery: () => held.resolve() });
      await enough.promise;
    });
    await held.promise;
    expect(await look(short)).toBe(3);
    enough.resolve();
    await holding;
    await awaitReturn({ session: reading, queue: long, count: 50 });
    await awaitReturn({ session: reading, queue: short, count: 3 });
    expect(await Promise.all([look(long), look(short)])).toEqual([50, 3]);
    expect(said('connection.open')).toBe(1);
  });

  it('is closed with a word when it was not used for a while, and opened again by the next look', async () => {
    const { url, said } = await door();
    const queue = await filled(2);
    const reading = rig.reading({ url, idleMs: 50 });
    const look = () => visitQueue({ session: reading, queue, limit: 10, visit: () => 'next' });
    expect((await look()).seen).toBe(2);
    await expect.poll(() => said('connection.close')).toBe(1);
    await expect.poll(async () => (await look()).seen).toBe(2);
    expect(said('connection.open')).toBeGreaterThan(1);
  });

  it('is kept while a look lasts longer than it may be idle', async () => {
    const { url, said } = await door();
    const reading = rig.reading({ url, idleMs: 20 });
    const queue = await filled(1);
    await reading.use({}, async (channel) => {
      await pause(100);
      expect(await channel.countMessages(queue)).toBe(1);
    });
    expect(said('connection.open')).toBe(1);
  });

  it('is opened again after the broker has ended it', async () => {
    const reading = rig.reading();
    const queue = await filled(1);
    const ended = reading.use({ timeoutMs: 20_000 }, async (channel) => {
      await expect.poll(() => endReading(rig.server())).toBe(1);
      for (;;) await channel.countMessages(queue);
    });
    await expect(ended).rejects.toMatchObject({ code: 'unreachable', details: { reason: 'CONNECTION_FORCED' } });
    expect(await reading.use({}, (channel) => channel.countMessages(queue))).toBe(1);
  });

  it('keeps no process alive', async () => {
    const queue = await filled(1);
    const script = `
      import { RabbitmqSession } from ${JSON.stringify(new URL('../session.ts', import.meta.url).href)};
      const reading = new RabbitmqSession({ url: ${JSON.stringify(rig.server().url)} }).reading();
      console.log(await reading.use({}, (channel) => channel.countMessages(${JSON.stringify(queue)})));
    `;
    const flags = ['--conditions=@lineclear/source', '--input-type=module-typescript', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { timeout: 25_000 });
    expect(stdout).toBe('1\n');
  });

  it('gives back what a look holds whose caller leaves or whose time is over', async () => {
    const queue = await filled(3);
    const reading = rig.reading();
    const leaving = new AbortController();
    const never = new Promise<never>(() => undefined);
    const hold = (options: { signal?: AbortSignal; timeoutMs?: number }, onHeld: () => void) =>
      reading.use(options, async (channel) => {
        await channel.consume({ queue, priority: 1, onDelivery: onHeld });
        return never;
      });
    await expect(hold({ signal: leaving.signal }, () => leaving.abort())).rejects.toMatchObject({ code: 'cancelled' });
    const messages = () => reading.use({}, (channel) => channel.countMessages(queue));
    expect(await messages()).toBe(3);
    const late = await hold({ timeoutMs: 300 }, () => undefined).catch((error: unknown) => error);
    expect(LineclearError.is(late) && late.code).toBe('timeout');
    expect(await messages()).toBe(3);
  });
});

/** Has the broker end the connections for looks in this virtual host; yields how many it knew. */
const endReading = async (place: RabbitmqPlace): Promise<number> => {
  const { managementUrl } = place;
  const listed = Connections.parse(await (await askManagement({ managementUrl, path: '/api/connections' })).json());
  const ours = listed.filter(({ vhost, client_properties: { product } }) => vhost === vhostOf(place) && product === 'lineclear');
  for (const { name } of ours) {
    await askManagement({ managementUrl, method: 'DELETE', path: `/api/connections/${encodeURIComponent(name)}` });
  }
  return ours.length;
};

const Connections = z.array(
  z.object({
    name: z.string(),
    // Told a moment after the name.
    vhost: z.string().optional(),
    client_properties: z.object({ product: z.string().optional() }).default({}),
  }),
);
