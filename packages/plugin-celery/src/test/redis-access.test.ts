import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { LineclearError } from '@lineclear/core/plugin';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ping } from '../control/questions.ts';
import type { BrokerPort } from '../broker/broker.ts';
import { parseRedisUrl } from '../redis/address.ts';
import { RedisSubscriber } from '../redis/subscriber.ts';
import type { ResultPort } from '../results/results.ts';
import { documentedCommand } from './documented.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

interface Ports {
  readonly broker: BrokerPort;
  readonly results: ResultPort;
}

const operations: Readonly<Record<string, (ports: Ports) => Promise<unknown>>> = {
  health: ({ broker }) => broker.health(),
  publish: ({ broker }) => broker.publish({ message: message({ taskId: 'a' }), queue: 'celery' }),
  peek: ({ broker }) => broker.peek({ queue: 'celery', offset: 0, limit: 1 }),
  remove: ({ broker }) => broker.remove({ queue: 'celery', taskId: 'a' }),
  purge: ({ broker }) => broker.purge({ queue: 'celery' }),
  queues: ({ broker }) => broker.queues(),
  queue: ({ broker }) => broker.queue({ name: 'celery' }),
  held: ({ broker }) => broker.held(),
  inspect: ({ broker }) => ping({ broker, timeoutMs: 1_000 }),
  events: async ({ broker }) => (await broker.events({ onEvent: () => undefined })).close(),
  read: ({ results }) => results.read({ taskId: randomUUID() }),
  wait: ({ results }) => results.wait({ taskId: randomUUID(), timeoutMs: 100 }),
  prepareChord: ({ results }) => results.prepareChord({ groupId: randomUUID(), size: 1 }),
};

describe.skipIf(skipWithout(redisBinary))('what a user of Redis may do', () => {
  let rig: RedisRig;
  let frozen: RedisSubscriber;
  beforeAll(async () => {
    rig = await startRedisRig();
    // A worker that hears every question and answers none, so that answers are waited for.
    frozen = new RedisSubscriber(parseRedisUrl(rig.url));
    await frozen.subscribe({
      channel: '/0.celery.pidbox',
      isPattern: false,
      onMessage: () => undefined,
      onDrop: () => undefined,
    });
    await rig.link.send(['SADD', '_kombu.binding.celery.pidbox', '\u0006\u0016\u0006\u0016w@h.celery.pidbox']);
    await rig.link.send(['SADD', '_kombu.binding.celery', 'celery\u0006\u0016\u0006\u0016celery']);
  });
  afterAll(async () => {
    await frozen.close();
    await rig.close();
  });

  const urlOf = (userinfo: string) => rig.url.replace('redis://', `redis://${userinfo}@`);

  test('nothing with a wrong password, which is not repeated', async () => {
    await rig.link.send(['ACL', 'SETUSER', 'carol', 'reset', 'on', '>right', 'allcommands', 'allkeys', 'allchannels']);
    const broker = rig.broker({ url: urlOf('carol:s3cret-wr0ng') });
    const failure: unknown = await broker.health().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unauthenticated', effect: 'none', details: { reason: 'wrong_password' } });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('s3cret');
    await expect(rig.results({ url: urlOf('carol:wrong') }).wait({ taskId: 'x', timeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('nothing without a password where one is needed', async () => {
    await rig.link.send(['CONFIG', 'SET', 'requirepass', 'needed']);
    await expect(rig.broker().health()).rejects.toMatchObject({
      code: 'unauthenticated',
      details: { reason: 'password_missing' },
    });
    const broker = rig.broker({ url: urlOf(':needed') });
    expect(await broker.health()).toMatchObject({ version: expect.stringMatching(/^\d/) });
    await rig.link.send(['CONFIG', 'SET', 'requirepass', '']);
  });

  test('everything after following the advice of each refusal, with no rule too many', async () => {
    await rig.link.send(['ACL', 'SETUSER', 'dave', 'reset', 'on', '>pass']);
    const advised: string[] = [];
    const ports = {
      broker: rig.broker({ url: urlOf('dave:pass') }),
      results: rig.results({ url: urlOf('dave:pass'), keyPrefix: '' }),
    };
    for (const [name, operation] of Object.entries(operations)) {
      for (let attempt = 0; ; attempt += 1) {
        const error: unknown = await operation(ports).then(
          () => undefined,
          (failure: unknown) => failure,
        );
        if (error === undefined) break;
        if (!LineclearError.is(error) || error.code !== 'forbidden') throw new Error(name, { cause: error });
        const rule = String(error.details?.['missing_rule']);
        expect([name, attempt, advised.includes(rule)]).toEqual([name, attempt, false]);
        expect(error.hint).toBe(`Ask the operator to run: ACL SETUSER dave ${rule}`);
        advised.push(rule);
        await rig.link.send(['ACL', 'SETUSER', 'dave', rule]);
      }
    }
    // Part of the rule for answers, and so advised only when it happens to be refused first.
    const needed = advised.filter((rule) => rule !== '~_kombu.binding.reply.celery.pidbox');
    expect(new Set([...needed, ...forTidiness])).toEqual(new Set(documented.filter((word) => /^[~&+]/.test(word))));
  });

  test('everything with the command of the documentation, which lets results be heard of as well', async () => {
    await rig.link.send(['ACL', 'LOG', 'RESET']);
    const [, ...acl] = documented.map((word) => (word === '>PASSWORD' ? '>pass' : word));
    await rig.link.send(acl);
    const ports = {
      broker: rig.broker({ url: urlOf('lineclear:pass') }),
      results: rig.results({ url: urlOf('lineclear:pass') }),
    };
    for (const operation of Object.values(operations)) await operation(ports);
    const taskId = randomUUID();
    const listeners = () => rig.link.send(['PUBSUB', 'NUMSUB', `celery-task-meta-${taskId}`]);
    const leaving = new AbortController();
    const waiting = ports.results.wait({ taskId, timeoutMs: 20_000, signal: leaving.signal });
    await expect.poll(listeners).toEqual([`celery-task-meta-${taskId}`, 1]);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(listeners).toEqual([`celery-task-meta-${taskId}`, 0]);
    expect(await rig.link.send(['ACL', 'LOG'])).toEqual([]);
  });
});

const documented = documentedCommand('acl');
/** Without these, results are looked for instead of being told, and the bindings of answers are not tidied away. */
const forTidiness = ['&celery-task-meta-*', '+subscribe', '+unsubscribe', '+punsubscribe', '+srem'];
