import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { expect, onTestFinished, test } from 'vitest';
import { celery } from '../src/connection.ts';
import * as questions from '../src/control/questions.ts';
import { message, startRedisRig } from '../src/test/redis-rig.ts';
import { commandWord } from './command-word.ts';
import { commandReader } from './read-commands.ts';
import { watchRedis } from './watched-redis.ts';

const { signal } = new AbortController();
const needsNoHttp = () => {
  throw new Error('Redis is not asked over HTTP.');
};

test.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))(
  'a reader sends what the connection declares, and declares nothing that it never sends',
  async () => {
    const rig = await startRedisRig();
    onTestFinished(() => rig.close());
    await rig.worker({ pool: 'solo' });
    await rig.link.send(['ACL', 'SETUSER', 'reader', 'on', '>pass', 'allcommands', 'allkeys', 'allchannels']);
    // Results elsewhere than in the first database, which has to be selected.
    const door = await watchRedis(Number(new URL(rig.url).port));
    onTestFinished(() => door.close());
    const url = `redis://reader:pass@127.0.0.1:${door.port}`;
    const live = await celery.connect({
      profile: celery.profile.parse({ broker: `${url}/0`, result_backend: `${url}/1` }),
      info: { name: 'local', tier: 'development' },
      http: needsNoHttp,
      mode: 'read',
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      clock: Date,
      resolvePath: (path) => path,
      protectedPaths: [],
    });
    const { broker, results, events, ...reader } = live.reader;
    const taskId = randomUUID();
    // First what ends without waiting for an answer, so that its end is sent before the connection goes; the first question begins to
    // listen for good.
    await (await broker.events({ onEvent: () => {} })).close();
    await results.wait({ taskId, timeoutMs: 50 });
    const question = reader.question({ signal });

    await celery.probe({ reader: live.reader, signal });
    await events.start();
    await broker.queues();
    await broker.queue({ name: 'nowhere' });
    await broker.find({ queue: 'celery', taskIds: [taskId] });
    await rig.broker().publish({ message: message({ taskId }), queue: 'parked' });
    await broker.peek({ queue: 'parked', offset: 0, limit: 1 });
    await broker.held();
    await broker.workerNames();
    for (const ask of [questions.active, questions.activeQueues, questions.conf, questions.registered]) await ask(question);
    for (const ask of [questions.report, questions.reserved, questions.revoked, questions.scheduled]) await ask(question);
    await questions.stats(question);
    await questions.queryTasks({ ...question, taskIds: [taskId] });
    await live.close?.();

    expect([...new Set(door.commands)].toSorted()).toEqual([...(celery.readerCommands ?? [])].toSorted());
  },
);

test('a command that arrives in pieces is read once, and its place says what it does', () => {
  const read = commandReader();
  expect(read('*3\r\n$3\r\ndel\r\n$2\r')).toEqual([]);
  const commands = read('\nk1\r\n$2\r\nk2\r\n*1\r\n$4\r\nINFO\r\n');
  expect(commands).toEqual([['del', 'k1', 'k2'], ['INFO']]);
  expect(commands.map(commandWord)).toEqual(['DEL', 'INFO']);
  expect(commandWord(['DEL', `${randomUUID()}.reply.celery.pidbox`])).toBe('DEL *.reply.celery.pidbox');
  expect(commandWord(['BRPOP', 'celery', '1'])).toBe('BRPOP');
});
