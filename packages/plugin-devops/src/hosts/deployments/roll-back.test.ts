import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop } from './test/shop.ts';

describe.skipIf(skipWithout(sshdBinary))('a deployment that fails', () => {
  let hosts: TestHosts<'web' | 'api'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {}, api: {} });
  });
  afterAll(() => hosts?.stop());

  /** The service on both hosts, with v1 live. */
  const withV1 = async ({ names = ['web', 'api'], ...deployment }: JsonObject & { names?: ('web' | 'api')[] } = {}) => {
    const shop = await openShop({ hosts, names, deployment });
    const { confirmTool, callTool, previewTool } = await shop.start();
    const deploy = async (release: string, more?: { broken?: boolean }) =>
      (await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack(release, more)) })).outcome;
    expect(await deploy('v1')).toMatchObject({ result: { ok: true } });
    return { shop, deploy, callTool, previewTool };
  };
  const replaceRestart = async (path: string, text: string) => {
    await writeFile(join(path, 'bin/restart.sh'), text);
    await chmod(join(path, 'bin/restart.sh'), 0o755);
  };

  it('goes back by itself where the new release is not healthy, and meets no second host', async () => {
    const { shop, deploy, callTool } = await withV1();
    expect(await deploy('v2', { broken: true })).toMatchObject({
      status: 'executed',
      result: {
        ok: false,
        hosts: [
          {
            host: 'web',
            status: 'rolled_back',
            reason: 'unhealthy',
            detail: 'healthy',
            health: { healthy: false, last: '503' },
            health_back: { healthy: true },
          },
          { host: 'api', status: 'untouched', reason: 'not_reached' },
        ],
      },
    });
    expect(await Promise.all([shop.running('web'), shop.running('api')])).toEqual(['v1', 'v1']);
    expect(await shop.link('web')).toBe('releases/v1');
    expect(await callTool('deploy_history', { service: 'shop' })).toMatchObject({
      hosts: [
        {
          live: 'v1',
          releases: ['v1'],
          lock: null,
          history: [{ release: 'v2', outcome: 'rolled_back', reason: 'unhealthy' }, {}],
        },
        { live: 'v1', history: [{ release: 'v1' }] },
      ],
    });
    // The same name is free for the release that is repaired.
    expect(await deploy('v2')).toMatchObject({ result: { ok: true } });
    expect(await Promise.all([shop.running('web'), shop.running('api')])).toEqual(['v2', 'v2']);
  });

  it('takes the hosts back that had it already when a later one fails', async () => {
    const { shop, deploy, callTool } = await withV1();
    await replaceRestart(shop.root('api'), '#!/bin/sh\necho "the disk of $1 is full" >&2\nexit 1\n');
    expect(await deploy('v2')).toMatchObject({
      result: {
        ok: false,
        hosts: [
          { host: 'web', status: 'rolled_back', reason: 'another_host_failed', detail: 'healthy' },
          {
            host: 'api',
            status: 'rollback_failed',
            reason: 'start_failed',
            detail: 'not_started_back',
            output: expect.stringContaining('the disk of current is full'),
          },
        ],
      },
    });
    expect(await shop.running('web')).toBe('v1');
    // The script failed before it stopped anything, and the link leads to what runs.
    expect(await shop.link('api')).toBe('releases/v1');
    const {
      hosts: [web],
    } = Object(await callTool('deploy_history', { service: 'shop' }));
    expect(
      web.history.map((one: JsonObject) => `${String(one['action'])} ${String(one['release'])} ${String(one['outcome'])}`),
    ).toEqual(['rollback v1 deployed', 'deploy v2 deployed', 'deploy v1 deployed']);
  });

  it('leaves them where the settings say that each host is for itself', async () => {
    const { shop, deploy } = await withV1({ rollback: 'host' });
    await replaceRestart(shop.root('api'), '#!/bin/sh\nexit 1\n');
    expect(await deploy('v2')).toMatchObject({ result: { hosts: [{ status: 'deployed' }, { status: 'rollback_failed' }] } });
    expect(await shop.running('web')).toBe('v2');
  });

  it('changes nothing where the smoke test fails or takes too long', async () => {
    const { shop } = await withV1({ names: ['web'], smoke: ['sh', '-c', 'grep -q v1 version || sleep 30'] });
    // What is to take no longer than it may has the usual time before.
    Object.assign(Object(shop.settings['deployments']).shop, { step_timeout_s: 1 });
    const { confirmTool } = await shop.start();
    const { outcome } = await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v2')) });
    expect(outcome).toMatchObject({
      result: { ok: false, hosts: [{ status: 'untouched', reason: 'smoke_failed', health: null }] },
    });
    expect([await shop.running('web'), await shop.link('web'), await shop.file('web', 'releases/v2/version')]).toEqual([
      'v1',
      'releases/v1',
      '',
    ]);
  });

  it('has nothing to go back to where it is the first, and says so before and after', async () => {
    const shop = await openShop({ hosts, names: ['web'], deployment: { health: { port: 1, timeout_s: 1, interval_s: 0.1 } } });
    const { confirmTool } = await shop.start();
    const { preview, outcome } = await confirmTool('deploy_run', {
      ...shop.everywhere,
      ...(await shop.pack('v1', { broken: true })),
    });
    expect(preview).toMatchObject({ details: { undo: null }, warnings: [expect.stringContaining('nothing to go back to')] });
    expect(outcome).toMatchObject({
      result: { hosts: [{ status: 'rollback_failed', reason: 'unhealthy', detail: 'no_earlier_release' }] },
    });
    expect(await shop.link('web')).toBe('releases/v1');
  });

  it('is refused while another one holds the host, and takes no lock away', async () => {
    const { shop, callTool, deploy } = await withV1({ names: ['web'] });
    const input = { ...shop.everywhere, ...(await shop.pack('v2')) };
    const { ticket } = await callTool('deploy_run', input);
    const lock = join(shop.root('web'), '.lineclear/lock');
    await mkdir(lock);
    await writeFile(join(lock, 'holder'), 'plan-of-another 2026-01-31T08:00:00Z\n');
    const refused = { code: 'conflict', details: { reason: 'locked', holder: 'plan-of-another 2026-01-31T08:00:00Z' } };
    await expect(callTool('deploy_run', { ...input, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      code: 'stale',
    });
    await expect(deploy('v3')).rejects.toMatchObject(refused);
    await expect(callTool('deploy_rollback', { ...shop.everywhere, release: 'v1' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await shop.file('web', '.lineclear/lock/holder')).toContain('plan-of-another');
    expect(await shop.running('web')).toBe('v1');
  });

  it('never mixes two deployments that are confirmed at once', async () => {
    const { shop } = await withV1({ names: ['web'] });
    const both = await Promise.all([shop.start(), shop.start()]);
    const inputs = await Promise.all(
      ['v2', 'v3'].map(async (release) => ({ ...shop.everywhere, ...(await shop.pack(release)) })),
    );
    await Promise.all(both.map(({ callTool }, index) => callTool('deploy_run', inputs[index])));
    const outcomes = await Promise.allSettled(
      both.map(({ callTool }, index) => callTool('deploy_run', { ...inputs[index], confirm: true })),
    );
    const deployed = outcomes.map((one, index) =>
      one.status === 'fulfilled' && Object(one.value['result']).ok === true ? inputs[index]?.release : undefined,
    );
    const [winner, ...others] = deployed.filter((release) => release !== undefined);
    expect(others).toEqual([]);
    expect([await shop.running('web'), await shop.link('web')]).toEqual([winner, `releases/${winner}`]);
  });
});
