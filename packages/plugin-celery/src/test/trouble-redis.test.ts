import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRedisUrl } from '../redis/address.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import type { TroubleWorld } from './trouble-world.ts';
import { errorOf, startTroubleWorld, toolNames, writeNames } from './trouble-world.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const late = { name: 'late', password: 'pw-of-this-user' };

describe.skipIf(isMissing)('every tool in front of a Redis in trouble', () => {
  let rig: RedisRig;
  let world: TroubleWorld;
  beforeAll(async () => {
    rig = await startRedisRig();
    world = await startTroubleWorld({ url: `${rig.url}/0` });
  });
  afterAll(async () => {
    await world?.close();
    await rig.close();
  });
  const setPassword = (password: string) =>
    rig.link.send(['ACL', 'SETUSER', late.name, 'on', 'resetpass', `>${password}`, 'allcommands', 'allkeys', 'allchannels']);

  const goAway = () => {
    world.proxy.target = undefined;
    world.proxy.cut();
  };
  const comeBack = () => {
    world.proxy.target = parseRedisUrl(rig.url).port;
  };
  // An attempt to connect that began while it was away may still be failing.
  const works = (tool: string) =>
    expect.poll(() => world.host.answer(tool, world.calls.get(tool))).toMatchObject({ kind: 'value' });

  test.each(toolNames)('%s says that it is away, and works again once it is back', async (tool) => {
    goAway();
    const error = errorOf({ answer: await world.host.answer(tool, world.calls.get(tool)), hides: 'pw-' });
    expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('Redis') });
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
      await setPassword('another');
      stranger = await world.loggedInAs(late);
    });

    test.each(toolNames)('%s says so and does not repeat it', async (tool) => {
      const error = errorOf({ answer: await stranger.answer(tool, world.calls.get(tool)), hides: late.password });
      expect(error).toMatchObject({ code: 'unauthenticated', details: { reason: 'wrong_password' } });
    });

    test('every tool works once it is right', async () => {
      await setPassword(late.password);
      for (const [tool, args] of world.calls) {
        expect(await stranger.answer(tool, args), tool).toMatchObject({ kind: 'value' });
      }
    });
  });
});
