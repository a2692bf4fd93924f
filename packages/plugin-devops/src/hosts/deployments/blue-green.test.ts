import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openShop } from './test/shop.ts';

describe.skipIf(skipWithout(sshdBinary))('a service with two slots', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
  });
  afterAll(() => hosts?.stop());

  /** Behind a router, as the example has one. */
  const start = async () => {
    const [port = 0] = await freePort(1);
    const shop = await openShop({
      hosts,
      names: ['web'],
      deployment: {
        strategy: 'blue-green',
        elsewhere: {},
        root: '',
        restart: ['./bin/restart.sh', '{slot}', '{port}'],
        switch: ['./bin/route.sh', '{port}'],
        health: { port, timeout_s: 10, interval_s: 0.1 },
      },
    });
    Object.assign(Object(shop.settings['deployments']).shop, { root: shop.root('web') });
    const root = shop.root('web');
    await writeFile(join(root, 'route'), '1');
    const router = spawn(process.execPath, [join(root, 'bin/router.mjs'), `${port}`, join(root, 'route')]);
    onTestFinished(() => void router.kill());
    const { confirmTool, callTool } = await shop.start();
    const deploy = async (release: string, more?: { broken?: boolean }) =>
      (await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack(release, more)) })).outcome;
    const live = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: 'close' } }).catch(() => undefined);
      return answer === undefined ? 'nothing' : String(Object(await answer.json()).version);
    };
    const switchTo = (to: string) => confirmTool('deploy_switch', { ...shop.everywhere, to });
    return { shop, deploy, live, switchTo, callTool };
  };

  it('fills the idle slot, leads traffic there and back, and keeps the other one running', async () => {
    const { shop, deploy, live, switchTo, callTool } = await start();
    expect(await deploy('v1')).toMatchObject({ result: { ok: true } });
    expect([await shop.running('web', 'blue'), await live()]).toEqual(['v1', 'nothing']);
    const first = await switchTo('blue');
    expect(first).toMatchObject({ preview: { details: { undo: null } }, outcome: { result: { ok: true, release: 'blue' } } });
    expect(await live()).toBe('v1');

    expect(await deploy('v2')).toMatchObject({ result: { ok: true } });
    expect([await shop.running('web', 'green'), await live()]).toEqual(['v2', 'v1']);
    const { preview } = await switchTo('green');
    expect(preview).toMatchObject({
      description: expect.stringContaining('Lead the traffic of shop to green on web'),
      changes: ['web: blue → green (v2)'],
      details: { undo: 'deploy_switch with service "shop", hosts ["web"], to "blue"' },
    });
    expect([await live(), await shop.running('web', 'blue')]).toEqual(['v2', 'v1']);
    expect(await callTool('deploy_history', { service: 'shop' })).toMatchObject({
      hosts: [{ live: 'v2', slot: 'green', idle: 'v1', history: [{ action: 'switch', release: 'v2', from: 'v1' }, {}, {}, {}] }],
    });
    await switchTo('blue');
    expect(await live()).toBe('v1');
    await expect(callTool('deploy_rollback', { ...shop.everywhere })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('never leads traffic to a slot that is not healthy, before the switch or after it', async () => {
    const { shop, deploy, live, switchTo } = await start();
    await deploy('v1');
    await switchTo('blue');
    expect(await deploy('v2', { broken: true })).toMatchObject({
      result: { hosts: [{ status: 'rolled_back', reason: 'unhealthy', detail: 'no_earlier_release' }] },
    });
    expect([await live(), await shop.link('web', 'green')]).toEqual(['v1', '']);
    await deploy('v3');
    await writeFile(join(shop.root('web'), 'green/broken'), '');
    // It answers well until it is started anew, and traffic that goes nowhere is seen as well.
    await writeFile(
      join(shop.root('web'), 'bin/route.sh'),
      '#!/bin/sh\n[ "$1" != "$(cat route.bad)" ] || { echo 1 >route; exit 0; }\necho "$1" >route\n',
    );
    await writeFile(join(shop.root('web'), 'route.bad'), String(Object(shop.settings['deployments']).shop.slots.green.port));
    const { outcome } = await switchTo('green');
    expect(outcome).toMatchObject({
      result: { ok: false, hosts: [{ status: 'rolled_back', reason: 'unhealthy', detail: 'healthy' }] },
    });
    expect([await live(), await shop.link('web')]).toEqual(['v1', 'blue']);
  });
});
