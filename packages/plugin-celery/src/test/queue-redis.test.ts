import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { queueList } from '../tools/queue-list.ts';
import { queuePeek } from '../tools/queue-peek.ts';
import { startReading } from './list-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const timeoutMs = 20_000;

describe.skipIf(isMissing)('queues on Redis without a worker', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.link.send(['FLUSHALL']));

  const settings = () => ({ broker: rig.url });
  const publish = async (orders: readonly Parameters<typeof message>[0][]) => {
    const broker = rig.broker();
    for (const order of orders) await broker.publish({ message: message(order), queue: 'celery' });
  };

  test('queue_peek shows messages in the order of service, with their arguments', async () => {
    await publish([
      { taskId: 'first', args: [1, { password: 'hunter2' }], kwargs: { url: 'redis://me:hunter2@host/0' }, priority: 3 },
      { taskId: 'second', args: [2], priority: 3, etaMs: Date.UTC(2030, 0, 1), expiresMs: Date.UTC(2031, 0, 1) },
      { taskId: 'urgent', args: [3], priority: 0 },
    ]);
    const { read } = await startReading({ tool: queuePeek, settings: settings() });
    const page = await read({ queue: 'celery' });
    expect(page).toMatchObject({ queue: 'celery', total: 3, next_offset: null, notes: [] });
    expect(page.messages).toMatchObject([
      { position: 1, task_id: 'urgent', task_name: 'tasks.add', priority: 0, retries: 0 },
      { position: 2, task_id: 'first', withheld: false, unreadable: null },
      { position: 3, task_id: 'second', eta_at: '2030-01-01T00:00:00.000Z', expires_at: '2031-01-01T00:00:00.000Z' },
    ]);
    expect(page.messages[1]?.arguments).toEqual({
      args: [1, { password: '[secret]' }],
      kwargs: { url: 'redis://[secret]@host/0' },
      left_out_characters: 0,
    });
    expect(await read({ queue: 'celery', offset: 1, limit: 1 })).toMatchObject({
      messages: [{ task_id: 'first' }],
      total: 3,
      next_offset: 2,
    });
    expect(await read({ queue: 'celery', offset: 7 })).toMatchObject({ messages: [], total: 3, next_offset: null });
  });

  test('queue_peek takes nothing', async () => {
    await publish([{ taskId: 'stays' }]);
    const before = await rig.link.send(['LRANGE', 'celery', '0', '-1']);
    const { read } = await startReading({ tool: queuePeek, settings: settings() });
    await read({ queue: 'celery' });
    expect(await rig.link.send(['LRANGE', 'celery', '0', '-1'])).toEqual(before);
  });

  test('queue_peek shows no more of large arguments than fits', async () => {
    await publish([{ taskId: 'large', args: ['x '.repeat(2_500)] }]);
    const { read } = await startReading({ tool: queuePeek, settings: settings() });
    const [row] = (await read({ queue: 'celery', limit: 10 })).messages;
    expect(row?.arguments).toMatchObject({ args: expect.stringMatching(/^\["(x ){499}$/), left_out_characters: 5_004 - 1_000 });
  });

  test('queue_peek withholds the arguments of others, and says which setting decides', async () => {
    await publish([
      { taskId: 'theirs', args: ['confidential'] },
      { taskId: 'mine', args: ['my own'] },
    ]);
    const { read, remember } = await startReading({ tool: queuePeek, settings: settings(), profile: { tier: 'production' } });
    await remember({ task_id: 'mine' });
    await remember({ task_id: 'theirs', principal: 'somebody-else' });
    const page = await read({ queue: 'celery' });
    expect(page.messages).toMatchObject([
      { task_id: 'theirs', arguments: null, withheld: true },
      { task_id: 'mine', arguments: { args: ['my own'] }, withheld: false },
    ]);
    expect(JSON.stringify(page)).not.toContain('confidential');
    expect(page.notes).toEqual([expect.stringContaining('result_readers')]);
  });

  test('queue_peek opens no pickle, and tells strangers from tasks', async () => {
    const python = await rig.python({ settings: { task_serializer: 'pickle', accept_content: ['pickle', 'json'] } });
    const pickled = await python.sendTask({ name: 'tasks.add', args: [1, 2] });
    await rig.link.send(['LPUSH', 'celery', '{"body": "bm90aGluZw==", "headers": {}, "properties": {}}']);
    await rig.link.send(['LPUSH', 'celery', 'no JSON at all']);
    const { read } = await startReading({ tool: queuePeek, settings: settings() });
    const { messages } = await read({ queue: 'celery' });
    expect(messages).toMatchObject([
      {
        task_id: pickled,
        task_name: 'tasks.add',
        arguments: null,
        withheld: false,
        unreadable: { reason: 'serializer', kind: 'application/x-python-serialize' },
      },
      { task_id: null, task_name: null, arguments: null, unreadable: null },
      { task_id: null, bytes: 'no JSON at all'.length },
    ]);
  });

  test('queue_peek refuses a queue that nobody has', async () => {
    const { callTool } = await startReading({ tool: queuePeek, settings: settings() });
    await expect(callTool('queue_peek', { queue: 'nowhere' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'queue_unknown', queue: 'nowhere' },
    });
  });

  test('queue_list marks what waits and is served by nobody, with the age of what is next', async () => {
    await publish([{ taskId: 'old' }, { taskId: 'new' }]);
    const { read, remember } = await startReading({
      tool: queueList,
      settings: { ...settings(), routes: { 'other.*': 'elsewhere' } },
    });
    expect((await read()).queues).toMatchObject([{ name: 'celery', oldest_age_s: null }]);
    await remember({ task_id: 'old', at: Date.now() - 60_000 });
    const listing = await read();
    expect(listing).toMatchObject({
      queues: [{ name: 'celery', ready: 2, unacknowledged: null, consumers: 0, workers: [], no_consumer: true }],
      workers: { known: 0, answered: 0, silent: [] },
      complete: true,
    });
    expect(listing.queues[0]?.oldest_age_s).toBeGreaterThanOrEqual(60);
    expect(listing.notes).toEqual([
      expect.stringContaining('No worker is connected'),
      'Tasks wait where no worker takes them: "celery".',
      'Named by workers or settings, unknown to the broker: "elsewhere".',
    ]);
  });

  test('queue_list does not ask a user for rights on a queue that nobody named', async () => {
    await rig.link.send(['ACL', 'SETUSER', 'erin', 'reset', 'on', '>pass', 'allcommands', 'allchannels']);
    await rig.link.send(['ACL', 'SETUSER', 'erin', '~_kombu.binding.celery.pidbox', '~*.reply.celery.pidbox', '~other*']);
    await rig.link.send(['ACL', 'SETUSER', 'erin', '~_kombu.binding.other']);
    await rig.broker().publish({ message: message(), queue: 'other' });
    const broker = rig.url.replace('redis://', 'redis://erin:pass@');
    const { read } = await startReading({ tool: queueList, settings: { broker } });
    const { queues, notes } = await read({});
    expect(queues).toMatchObject([{ name: 'other', ready: 1 }]);
    expect(notes.filter((note) => note.includes('celery'))).toEqual([]);
  });
});

describe.skipIf(isMissing)('queues on Redis with a worker', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());

  test('queue_list counts consumers, and decides nothing while a worker is silent', async () => {
    const worker = await rig.worker({ pool: 'threads', hostname: 'w1', queues: ['celery'] });
    await rig.broker().publish({ message: message({ taskId: 'lonely' }), queue: 'unserved' });
    await rig.link.send(['SADD', '_kombu.binding.unserved', 'unserved\u0006\u0016\u0006\u0016unserved']);
    const { read } = await startReading({ tool: queueList, settings: { broker: rig.url, answer_timeout_ms: 20_000 } });
    const heard = await vi.waitFor(() => read(), timeoutMs);
    expect(heard).toMatchObject({
      queues: [
        { name: 'celery', ready: 0, consumers: 1, workers: ['celery@w1'], no_consumer: false },
        { name: 'unserved', ready: 1, consumers: 0, workers: [], no_consumer: true },
      ],
      complete: true,
    });
    worker.suspend();
    const impatient = await startReading({ tool: queueList, settings: { broker: rig.url, answer_timeout_ms: 500 } });
    const silent = await impatient.read();
    worker.resume();
    expect(silent).toMatchObject({
      queues: [
        { name: 'celery', consumers: null, no_consumer: null },
        { name: 'unserved', consumers: null, no_consumer: null },
      ],
      workers: { known: 1, answered: 0, silent: ['celery@w1'] },
      complete: false,
    });
  });
});
