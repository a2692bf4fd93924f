import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { expect, onTestFinished, test } from 'vitest';
import { skips, task, useRabbitmq } from '../src/broker/rabbitmq/test/rig.ts';
import { celery } from '../src/connection.ts';
import { message, startRedisRig } from '../src/test/redis-rig.ts';
import { amqpCommands } from './amqp-commands.ts';
import { askEverything, sorted } from './ask-everything.ts';
import { redisCommands } from './redis-commands.ts';
import { openWatchedDoor } from './watched-door.ts';

const declared = celery.readerCommands ?? [];
const rabbitmq = skips ? undefined : useRabbitmq();

test.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))(
  'a reader of Redis sends what the connection declares, and all of it',
  async () => {
    const rig = await startRedisRig();
    onTestFinished(() => rig.close());
    await rig.worker({ pool: 'solo' });
    await rig.broker().publish({ message: message(), queue: 'parked' });
    await rig.link.send(['ACL', 'SETUSER', 'reader', 'on', '>pass', 'allcommands', 'allkeys', 'allchannels']);
    const door = await openWatchedDoor({ target: Number(new URL(rig.url).port), reader: redisCommands });
    onTestFinished(() => door.close());
    // Results elsewhere than in the first database, which has to be selected.
    const url = `redis://reader:pass@127.0.0.1:${door.port}`;
    await askEverything({ broker: `${url}/0`, result_backend: `${url}/1`, queue: 'parked' });
    expect(sorted(door.commands)).toEqual(sorted(declared.filter((word) => /^[A-Z]/.test(word))));
  },
);

test.skipIf(skips)('a reader of RabbitMQ sends what the connection declares, and all of it', async () => {
  const { server, worker, broker, queue: declare } = rabbitmq!;
  await worker();
  const queue = await declare();
  // More than are looked at.
  for (const message of [task(), task()]) await broker().publish({ message, queue });
  const door = await openWatchedDoor({ target: server().port, reader: amqpCommands });
  onTestFinished(() => door.close());
  await askEverything({ broker: Object.assign(new URL(server().url), { port: `${door.port}` }).href, queue });
  expect(sorted(door.commands)).toEqual(sorted(declared.filter((word) => /^[a-z]/.test(word))));
});

test('a command that arrives in pieces is read once, and its place says what it does', () => {
  const read = redisCommands();
  expect(read(Buffer.from('*3\r\n$3\r\ndel\r\n$2\r'))).toEqual([]);
  const own = `${randomUUID()}.reply.celery.pidbox`;
  const more = `\nk1\r\n$2\r\nk2\r\n*2\r\n$3\r\nDEL\r\n$${own.length}\r\n${own}\r\n*1\r\n$4\r\nINFO\r\n`;
  expect(read(Buffer.from(more))).toEqual(['DEL', 'DEL *.reply.celery.pidbox', 'INFO']);
});
