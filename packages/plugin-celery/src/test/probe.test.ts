import { freePort, redisBinary, skipWithout, startPlugin } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import plugin from '../index.ts';
import { type RedisRig, startRedisRig } from './redis-rig.ts';

describe.skipIf(skipWithout(redisBinary))('the probe of a profile', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());

  const statusWith = async (settings: object) => {
    const started = await startPlugin({ plugin, connections: { celery: { broker: rig.url, ...settings } } });
    onTestFinished(started.close);
    return started.callTool('connection_status', { refresh: true });
  };

  test('asks the broker and where results are', async () => {
    expect(await statusWith({})).toMatchObject({ profiles: [{ connections: [{ health: 'up' }] }] });
    const [port] = await freePort(1);
    const away = await statusWith({ result_backend: `redis://127.0.0.1:${port}` });
    expect(away).toMatchObject({
      profiles: [{ connections: [{ health: 'down', last_error: { message: expect.stringContaining(`127.0.0.1:${port}`) } }] }],
    });
  });
});
