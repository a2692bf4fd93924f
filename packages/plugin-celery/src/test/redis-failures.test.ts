import type { Service } from '@lineclear/testing';
import { freePort, redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { revoke } from '../control/orders.ts';
import { ping } from '../control/questions.ts';
import type { CeleryEvent } from '../events/event.ts';
import { parseRedisUrl } from '../redis/address.ts';
import { RedisLink } from '../redis/link.ts';
import { RedisSubscriber } from '../redis/subscriber.ts';
import type { Proxy } from './proxy.ts';
import { startProxy } from './proxy.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

describe.skipIf(skipWithout(redisBinary))('a Redis that fails', () => {
  let rig: RedisRig;
  let proxy: Proxy;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.link.send(['FLUSHALL']);
    proxy = await startProxy(parseRedisUrl(rig.url).port);
  });
  afterEach(() => proxy.close());

  const through = () => ({ url: `redis://127.0.0.1:${proxy.port}/0` });
  const isPublish = (sent: string) => sent.includes('LPUSH');

  test('is unreachable when nothing listens, and nothing was done', async () => {
    const [port] = await freePort(1);
    const broker = rig.broker({ url: `redis://127.0.0.1:${port}` });
    const failure = { code: 'unreachable', effect: 'none', message: expect.stringContaining(`127.0.0.1:${port}`) };
    await expect(broker.publish({ message: message(), queue: 'celery' })).rejects.toMatchObject(failure);
    await expect(broker.health()).rejects.toMatchObject({ code: 'unreachable' });
    await expect(ping({ broker, timeoutMs: 100 })).rejects.toMatchObject({ code: 'unreachable' });
    await expect(broker.events({ onEvent: () => undefined })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test.each(['cut-after', 'cut-before'] as const)(
    'leaves a publish that was %s unknown, and never sends it again',
    async (fate) => {
      const broker = rig.broker({ ...through(), keyPrefix: '', separator: '\u0006\u0016' });
      const cutOnce = vi.fn<Proxy['decide']>((sent) => (isPublish(sent) ? fate : 'pass'));
      proxy.decide = cutOnce;
      await expect(broker.publish({ message: message({ taskId: 'cut' }), queue: 'celery' })).rejects.toMatchObject({
        code: 'unreachable',
        effect: 'unknown',
      });
      expect(cutOnce.mock.calls.filter(([sent]) => isPublish(sent))).toHaveLength(1);
      proxy.decide = () => 'pass';
      // The same port goes on with a new connection, and the queue itself says what became of the message.
      const { total } = await broker.peek({ queue: 'celery', offset: 0, limit: 10 });
      expect(total).toBe(fate === 'cut-after' ? 1 : 0);
    },
  );

  test('says that nothing was done when it goes away before the publish', async () => {
    const broker = rig.broker(through());
    proxy.decide = () => 'cut-after';
    await expect(broker.publish({ message: message(), queue: 'celery' })).rejects.toMatchObject({
      code: 'unreachable',
      effect: 'none',
    });
  });

  test('leaves an order unknown whose answers are lost, and says that an order that was never sent did nothing', async () => {
    const broker = rig.broker({ ...through(), keyPrefix: '', separator: '\u0006\u0016' });
    const frozen = new RedisSubscriber(parseRedisUrl(rig.url));
    await frozen.subscribe({
      channel: '/0.celery.pidbox',
      isPattern: false,
      onMessage: () => undefined,
      onDrop: () => undefined,
    });
    await broker.health();
    proxy.decide = (sent) => (sent.includes('BRPOP') ? 'cut-before' : 'pass');
    const order = { taskIds: ['a'], timeoutMs: 10_000 };
    await expect(revoke({ broker, ...order })).rejects.toMatchObject({ code: 'unreachable', effect: 'unknown' });
    const [port] = await freePort(1);
    const nowhere = rig.broker({ url: `redis://127.0.0.1:${port}`, keyPrefix: '', separator: '\u0006\u0016' });
    await expect(revoke({ broker: nowhere, ...order })).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
    await frozen.close();
  });

  test('is given up after the time limit, and used again afterwards', async () => {
    const link = new RedisLink(parseRedisUrl(through().url));
    await link.send(['PING']);
    proxy.decide = () => 'hold';
    await expect(link.send(['LPUSH', 'key', 'x'], { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      effect: 'unknown',
    });
    proxy.decide = () => 'pass';
    expect(await link.send(['PING'])).toBe('PONG');
    await link.close();
  });

  test('frozen from the start is unreachable, though its socket opens', async () => {
    proxy.decide = () => 'hold';
    const link = new RedisLink(parseRedisUrl(`redis://:password@127.0.0.1:${proxy.port}/0`));
    await expect(link.send(['PING'])).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
    await link.close();
  });

  test('frozen in the middle ends a wait all the same', async () => {
    const results = rig.results({ ...through(), keyPrefix: '' });
    const waiting = results.wait({ taskId: 'x', timeoutMs: 5_000 });
    await vi.waitFor(
      async () => expect(await rig.link.send(['PUBSUB', 'NUMSUB', 'celery-task-meta-x'])).toEqual(['celery-task-meta-x', 1]),
      { timeout: 30_000 },
    );
    proxy.decide = () => 'hold';
    await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
    await expect(results.wait({ taskId: 'y', timeoutMs: 100 })).rejects.toMatchObject({
      code: expect.stringMatching(/timeout|unreachable/),
    });
  });

  test('frozen does not hold a question or a subscription', async () => {
    const broker = rig.broker({ ...through(), keyPrefix: '', separator: '\u0006\u0016' });
    await broker.health();
    proxy.decide = () => 'hold';
    await expect(ping({ broker, timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
    await expect(broker.events({ onEvent: () => undefined })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('does not hold a caller that leaves', async () => {
    const broker = rig.broker(through());
    const results = rig.results(through());
    await broker.health();
    proxy.decide = () => 'hold';
    for (const call of [
      (signal: AbortSignal) => broker.health({ signal }),
      (signal: AbortSignal) => ping({ broker, timeoutMs: 60_000, signal }),
      (signal: AbortSignal) => results.wait({ taskId: 'x', timeoutMs: 60_000, signal }),
    ]) {
      const caller = new AbortController();
      const pending = call(caller.signal);
      caller.abort();
      await expect(pending).rejects.toMatchObject({ code: 'cancelled' });
    }
  });

  test('may restart while somebody waits for a result', async () => {
    const first = await startRedis();
    proxy.target = first.port;
    const results = rig.results({ ...through(), keyPrefix: '' });
    const waiting = results.wait({ taskId: 'late', timeoutMs: 90_000 });
    const spy = new RedisLink(parseRedisUrl(first.url));
    await vi.waitFor(
      async () => expect(await spy.send(['PUBSUB', 'NUMSUB', 'celery-task-meta-late'])).toEqual(['celery-task-meta-late', 1]),
      { timeout: 30_000 },
    );
    await spy.close();
    proxy.target = undefined;
    await first.stop();
    proxy.cut();
    const second: Service & { url: string } = await startRedis();
    proxy.target = second.port;
    const writer = new RedisLink(parseRedisUrl(second.url));
    await vi.waitFor(
      async () => expect(await writer.send(['PUBSUB', 'NUMSUB', 'celery-task-meta-late'])).toEqual(['celery-task-meta-late', 1]),
      { timeout: 30_000 },
    );
    const record = '{"status": "SUCCESS", "result": 7, "traceback": null, "children": []}';
    await writer.send(['PUBLISH', 'celery-task-meta-late', record]);
    expect(await waiting).toMatchObject({ status: 'SUCCESS', value: 7 });
    await results.close();
    await writer.close();
    await second.stop();
  });

  test('ends a wait with the failure when it never comes back', async () => {
    proxy.target = undefined;
    const results = rig.results(through());
    await expect(results.wait({ taskId: 'x', timeoutMs: 300 })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('is listened to again after a cut, and tells that events may be missing', async () => {
    const broker = rig.broker({ ...through(), keyPrefix: '', separator: '\u0006\u0016' });
    const events: CeleryEvent[] = [];
    const onGap = vi.fn<() => void>();
    const subscription = await broker.events({ onEvent: (event) => events.push(event), onGap });
    proxy.cut();
    await vi.waitFor(() => expect(onGap).toHaveBeenCalledOnce(), { timeout: 30_000 });
    const event = { type: 'task-started', uuid: 'a', timestamp: 1.5, hostname: 'w', pid: 3 };
    const body = Buffer.from(JSON.stringify([event, event])).toString('base64');
    await rig.link.send(['PUBLISH', '/0.celeryev/task.multi', JSON.stringify({ body, properties: { body_encoding: 'base64' } })]);
    await vi.waitFor(() => expect(events).toHaveLength(2), { timeout: 30_000 });
    expect(events[0]).toMatchObject({ kind: 'task-started', taskId: 'a', atMs: 1_500, pid: 3 });
    await subscription.close();
  });

  test('keeps what it refuses out of the way: a queue name that is something else', async () => {
    const broker = rig.broker();
    await rig.link.send(['SET', 'celery', 'a text']);
    await expect(broker.publish({ message: message(), queue: 'celery' })).rejects.toMatchObject({
      code: 'upstream_error',
      effect: 'none',
      details: { reason: 'wrong_type' },
    });
  });
});
