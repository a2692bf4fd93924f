import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skips, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import type { TroubleWorld } from './trouble-world.ts';
import { errorOf, startTroubleWorld, toolNames, writeNames } from './trouble-world.ts';

const late = { name: 'late', password: 'pw-of-this-user' };
const permissions = { configure: '.*', write: '.*', read: '.*' };

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))('every tool in front of a RabbitMQ in trouble', () => {
  const rig = useRabbitmq();
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let world: TroubleWorld;
  beforeAll(async () => {
    await rig.queue({ name: 'parked' });
    redis = await startRedis();
    world = await startTroubleWorld({ url: rig.server().url, resultsUrl: redis.url });
  });
  afterAll(async () => {
    await world?.close();
    await redis?.stop();
  });

  const goAway = () => {
    world.proxy.target = undefined;
    world.proxy.cut();
  };
  const comeBack = () => {
    world.proxy.target = rig.server().port;
  };
  // An attempt to connect that began while it was away may still be failing.
  const works = (tool: string) =>
    expect.poll(() => world.host.answer(tool, world.calls.get(tool)), { timeout: 10_000 }).toMatchObject({ kind: 'value' });

  test.each(toolNames)('%s says that it is away, and works again once it is back', async (tool) => {
    goAway();
    const error = errorOf({ answer: await world.host.answer(tool, world.calls.get(tool)), hides: 'guest:guest' });
    expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('RabbitMQ') });
    comeBack();
    await works(tool);
  });

  test.each(writeNames)('%s does nothing when it goes away after the preview', async (tool) => {
    const { host, calls, worker } = world;
    const args = calls.get(tool) ?? {};
    const { ticket } = await host.previewTool(tool, args);
    goAway();
    expect(await host.answer(tool, { ...args, confirm: true, ticket: ticket ?? null })).toMatchObject({
      kind: 'error',
      error: { code: 'unreachable' },
    });
    comeBack();
    await works(tool);
    expect(worker.log().match(/ received$/gm)).toHaveLength(1);
    expect(await host.callTool('get_task_status', calls.get('get_task_status'))).toMatchObject({ state: 'queued' });
  });

  describe('with a wrong password', () => {
    let stranger: TroubleWorld['host'];
    beforeAll(async () => {
      await rig.user({ ...late, password: 'another', permissions });
      stranger = await world.loggedInAs(late);
    });

    test.each(toolNames)('%s says so and does not repeat it', async (tool) => {
      const error = errorOf({ answer: await stranger.answer(tool, world.calls.get(tool)), hides: late.password });
      expect(error).toMatchObject({ code: 'unauthenticated', details: { reason: 'ACCESS_REFUSED' } });
    });

    test('every tool works once it is right', async () => {
      await rig.user({ ...late, permissions });
      for (const [tool, args] of world.calls) {
        expect(await stranger.answer(tool, args), tool).toMatchObject({ kind: 'value' });
      }
    });
  });
});
