import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startRabbitmq } from '@lineclear/testing';
import { startCuttingProxy } from './test/cutting-proxy.ts';
import { skips, task, useOwnRabbitmq } from './test/rig.ts';
import { visitQueue } from './visit-queue.ts';

describe.skipIf(skips)('a RabbitMQ that fails', () => {
  const rig = useOwnRabbitmq();
  const urlOf = (change: Partial<Pick<URL, 'username' | 'password' | 'port' | 'pathname'>>): string =>
    Object.assign(new URL(rig.server().url), change).href;
  /** A broker behind a proxy that can break the connection. */
  const throughProxy = async (options: { answerTimeoutMs?: number } = {}) => {
    const proxy = rig.ends(await startCuttingProxy(rig.server().port), (opened) => opened.close());
    const url = urlOf({ port: `${proxy.port}` });
    const reading = rig.reading({ url, ...options });
    return { proxy, broker: rig.broker({ session: rig.session({ url, ...options }) }), reading };
  };

  it('says that the password is wrong, without repeating it, and works as soon as it is right', async () => {
    const queue = await rig.queue();
    const permissions = { configure: '.*', write: '.*', read: '.*' };
    await rig.user({ name: 'late', password: 'another', permissions });
    const broker = rig.broker({ session: rig.session({ url: urlOf({ username: 'late', password: 'our-password' }) }) });
    const error: unknown = await broker.health().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unauthenticated', effect: 'none' });
    expect(inspect(error, { depth: 10 })).not.toContain('our-password');
    await expect(broker.publish({ message: task(), queue })).rejects.toMatchObject({ code: 'unauthenticated', effect: 'none' });
    await rig.user({ name: 'late', password: 'our-password', permissions });
    await broker.publish({ message: task(), queue });
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 1 });
  });

  it('says that the virtual host is closed to this user', async () => {
    const broker = rig.broker({ session: rig.session({ url: urlOf({ pathname: '/no-such-vhost' }) }) });
    await expect(broker.health()).rejects.toMatchObject({ code: 'forbidden', effect: 'none' });
  });

  it('says what the user may not do', async () => {
    const queue = await rig.queue();
    await rig.user({ name: 'limited', password: 'limited', permissions: { configure: '', write: '', read: '' } });
    await rig.broker().publish({ message: task(), queue });
    const broker = rig.broker({ session: rig.session({ url: urlOf({ username: 'limited', password: 'limited' }) }) });
    const forbidden = { code: 'forbidden', effect: 'none' };
    await expect(broker.publish({ message: task(), queue })).rejects.toMatchObject(forbidden);
    await expect(broker.remove({ queue, taskId: 'any' })).rejects.toMatchObject(forbidden);
    await expect(broker.purge({ queue })).rejects.toMatchObject(forbidden);
    await expect(broker.events({ onEvent: () => undefined })).rejects.toMatchObject(forbidden);
  });

  it('says that nobody listens', async () => {
    const broker = rig.broker({ session: rig.session({ url: urlOf({ port: '1' }) }) });
    const unreachable = { code: 'unreachable', effect: 'none', details: { reason: 'ECONNREFUSED' } };
    await expect(broker.queue({ name: 'celery' })).rejects.toMatchObject(unreachable);
    await expect(broker.publish({ message: task(), queue: 'celery' })).rejects.toMatchObject(unreachable);
    const command = { method: 'ping', arguments: {} } as const;
    await expect(broker.inspect({ command, timeoutMs: 100 })).rejects.toMatchObject(unreachable);
    await expect(broker.events({ onEvent: () => undefined })).rejects.toMatchObject(unreachable);
  });

  it('does not know what became of a task when the connection breaks before the confirm, and goes on afterwards', async () => {
    const { proxy, broker } = await throughProxy();
    const queue = await rig.queue();
    await broker.publish({ message: task({ taskId: 'first' }), queue });
    proxy.muteBroker();
    const sent = proxy.clientSent();
    const publishing = broker.publish({ message: task({ taskId: 'second' }), queue });
    publishing.catch(() => undefined);
    await sent;
    proxy.cut();
    await expect(publishing).rejects.toMatchObject({ code: 'unreachable', effect: 'unknown' });
    await broker.publish({ message: task({ taskId: 'third' }), queue });
    const { found } = await broker.find({ queue, taskIds: ['first', 'second', 'third'] });
    // The id shows that the broker has it.
    expect([...found.keys()]).toEqual(['first', 'second', 'third']);
  });

  it('does not know what became of a task that is not confirmed in time', async () => {
    const { proxy, broker } = await throughProxy({ answerTimeoutMs: 3_000 });
    const queue = await rig.queue();
    await broker.publish({ message: task(), queue });
    proxy.muteBroker();
    await expect(broker.publish({ message: task(), queue })).rejects.toMatchObject({ code: 'timeout', effect: 'unknown' });
  });

  it('does not know what became of a task whose caller leaves before the confirm', async () => {
    const { proxy, broker } = await throughProxy();
    const queue = await rig.queue();
    await broker.publish({ message: task(), queue });
    proxy.muteBroker();
    const leaving = new AbortController();
    const sent = proxy.clientSent();
    const publishing = broker.publish({ message: task(), queue, signal: leaving.signal });
    publishing.catch(() => undefined);
    await sent;
    leaving.abort();
    await expect(publishing).rejects.toMatchObject({ code: 'cancelled', effect: 'unknown' });
  });

  it.each(['next', 'take'] as const)('loses no task when the connection breaks while it holds a queue (%s)', async (verdict) => {
    const { proxy, broker, reading } = await throughProxy();
    const queue = await rig.queue();
    for (const taskId of ['a', 'b', 'c']) await broker.publish({ message: task({ taskId }), queue });
    const cutAtFirst = () => {
      proxy.cut();
      return verdict;
    };
    await expect(visitQueue({ session: reading, queue, limit: 100, visit: cutAtFirst })).rejects.toMatchObject({
      code: 'unreachable',
    });
    await expect.poll(() => rig.broker().queue({ name: queue })).toMatchObject({ ready: 3, consumers: 0 });
    expect(await broker.remove({ queue, taskId: 'b' })).toBe(true);
  });

  it('gives up on a broker that hangs, and goes on when it wakes up', async () => {
    const { pid } = rig.server();
    const broker = rig.broker({ session: rig.session({ answerTimeoutMs: 3_000 }) });
    const queue = await rig.queue();
    await broker.publish({ message: task(), queue });
    process.kill(-pid, 'SIGSTOP');
    try {
      await expect(broker.queue({ name: queue })).rejects.toMatchObject({ code: 'timeout' });
      await expect(broker.find({ queue, taskIds: ['a'] })).rejects.toMatchObject({ code: 'timeout' });
      await expect(broker.publish({ message: task(), queue })).rejects.toMatchObject({ code: 'timeout', effect: 'unknown' });
    } finally {
      process.kill(-pid, 'SIGCONT');
    }
    await expect.poll(() => broker.queue({ name: queue }).catch(() => undefined)).toMatchObject({ consumers: 0 });
  });

  it('recovers from a broker that was stopped and started, events included', async () => {
    const first = await startRabbitmq();
    const proxy = rig.ends(await startCuttingProxy(first.port), (opened) => opened.close());
    const broker = rig.broker({ session: rig.session({ url: `amqp://guest:guest@127.0.0.1:${proxy.port}/` }) });
    const seen: string[] = [];
    const gap = Promise.withResolvers<void>();
    const subscription = await broker.events({ onEvent: (event) => seen.push(event.hostname), onGap: gap.resolve });
    rig.ends(subscription, (opened) => opened.close());
    await first.stop();
    await gap.promise;
    await expect(broker.health()).rejects.toMatchObject({ code: 'unreachable' });
    proxy.redirect(rig.server().port);
    const queue = await rig.queue();
    await broker.publish({ message: task({ taskId: 'after' }), queue });
    expect((await broker.find({ queue, taskIds: ['after'] })).found.has('after')).toBe(true);
    await rig.worker({ hostname: 'returned' });
    await expect.poll(() => seen).toContain('celery@returned');
  });
});
