import { createRequire } from 'node:module';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import celery from '../index.ts';

const { cache } = createRequire(import.meta.url);

/** Which drivers this process has loaded. */
const loaded = (): readonly string[] =>
  ['@redis/client', 'rabbitmq-client'].filter((name) =>
    Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`)),
  );

const callWith = async (broker: string): Promise<void> => {
  const { answer, close } = await startPlugin({ plugin: celery, connections: { celery: { broker } } });
  onTestFinished(close);
  // Nobody listens there; the driver is loaded all the same.
  expect(await answer('worker_list')).toMatchObject({ kind: 'error', error: { code: 'unreachable' } });
};

test('a driver is loaded by the first call that needs it, and no other', async () => {
  expect(loaded()).toEqual([]);
  await callWith('redis://127.0.0.1:1/0');
  expect(loaded()).toEqual(['@redis/client']);
  await callWith('amqp://guest:guest@127.0.0.1:1//');
  expect(loaded()).toEqual(['@redis/client', 'rabbitmq-client']);
});
