import { skipWithout, sshdBinary } from '@lineclear/testing';
import { skipWithoutRoot, startHosts } from '@lineclear/testing/hosts';
import { afterAll, describe, expect, it } from 'vitest';
import { cutDuring } from '../../test/cut-during.ts';
import { installApt } from '../../test/stand-ins/apt.ts';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const isMissing = skipWithout(sshdBinary) || skipWithoutRoot() || skipWithout({ command: 'apt-get', apt: 'apt' });

describe.skipIf(isMissing)('host_package', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {}, bare: {} });
  afterAll(() => hosts.stop());
  const web = hosts.host('web');
  const system = await installApt({
    host: web,
    offered: [
      { name: 'shop', version: '1.0', depends: 'shop-data' },
      { name: 'shop', version: '1.1', depends: 'shop-data' },
      { name: 'shop-data', version: '1.0' },
      { name: 'rival', version: '2.0', conflicts: 'shop' },
    ],
  });
  const start = () =>
    startOn({
      hosts: {
        web: hostSettings({ hosts, name: 'web', root: true }),
        noroot: hostSettings({ hosts, name: 'web' }),
        bare: hostSettings({ hosts, name: 'bare', root: true }),
      },
    });

  it('installs what the preview showed, with what it needs', async () => {
    const { confirmTool } = await start();
    const { preview, outcome } = await confirmTool('host_package', { host: 'web', action: 'install', packages: ['shop=1.0'] });
    expect(preview).toMatchObject({
      description: 'Install shop=1.0 on web as root (test, development): 2 packages change.',
      changes: ['+ shop-data 1.0', '+ shop 1.0'],
      risk: 'reversible',
      warnings: [],
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { done: true }, effect: { still_to_change: [] } });
    expect([await system.installed('shop'), await system.installed('shop-data')]).toEqual(['1.0', '1.0']);
  });

  it('upgrades, and says which version was there', async () => {
    const { confirmTool } = await start();
    const { preview } = await confirmTool('host_package', { host: 'web', action: 'upgrade', packages: ['shop'] });
    expect(preview).toMatchObject({ changes: ['~ shop 1.0 -> 1.1'], details: { undo: expect.stringContaining('shop=1.0') } });
    expect(await system.installed('shop')).toBe('1.1');
    const { previewTool } = await start();
    expect(await previewTool('host_package', { host: 'web', action: 'upgrade', packages: ['shop'] })).toMatchObject({
      warnings: [expect.stringContaining('Nothing changes')],
      changes: [],
    });
  });

  it('is destructive where others are removed, and stale where that changed', async () => {
    const { previewTool, callTool } = await start();
    const args = { host: 'web', action: 'install', packages: ['rival'] };
    expect(await previewTool('host_package', args)).toMatchObject({
      risk: 'destructive',
      changes: ['- shop 1.1', '+ rival 2.0'],
      warnings: ['These are removed as well: shop.'],
    });
    await system.apt('remove', 'shop');
    await expect(callTool('host_package', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await system.installed('rival')).toBe(undefined);
  });

  it('removes', async () => {
    await system.apt('install', 'shop');
    const { confirmTool } = await start();
    const { preview, outcome } = await confirmTool('host_package', { host: 'web', action: 'remove', packages: ['shop-data'] });
    expect(preview).toMatchObject({
      risk: 'destructive',
      changes: ['- shop 1.1', '- shop-data 1.0'],
      warnings: ['These are removed as well: shop.'],
    });
    expect(outcome).toMatchObject({ result: { done: true, changed: ['- shop 1.1', '- shop-data 1.0'] } });
    expect(await system.installed('shop')).toBe(undefined);
  });

  it('says why the package manager refuses', async () => {
    const { callTool } = await start();
    const install = (packages: string[], host = 'web') => callTool('host_package', { host, action: 'install', packages });
    await expect(install(['no-such-thing'])).rejects.toMatchObject({ code: 'not_found', details: { reason: 'no_such_package' } });
    await expect(install(['shop', 'rival'])).rejects.toMatchObject({ code: 'conflict', details: { reason: 'plan_refused' } });
    await expect(install(['shop'], 'noroot')).rejects.toMatchObject({ code: 'not_configured', details: { reason: 'no_sudo' } });
    for (const program of ['apt-get', 'dnf', 'apk']) await hosts.host('bare').install({ program, text: '#!/bin/sh\nexit 127\n' });
    await expect(install(['shop'], 'bare')).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'no_package_manager' },
    });
  });

  it('takes no word that apt reads as something else than a name', async () => {
    const { callTool } = await start();
    for (const name of [
      'shop-',
      '-oAPT::Update::Pre-Invoke::=id',
      '--purge',
      'sh.*',
      'shop^',
      './evil.deb',
      '/tmp/evil.deb',
      'a b',
      'shop/stable',
      'x\ny',
    ]) {
      await expect(callTool('host_package', { host: 'web', action: 'install', packages: [name] }), name).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('finds out what became of it when the connection is lost', async () => {
    const { previewTool, callTool } = await start();
    const args = { host: 'web', action: 'install', packages: ['shop'] };
    await previewTool('host_package', args);
    const run = () => callTool('host_package', { ...args, confirm: true });
    const outcome = await cutDuring({
      host: web,
      program: 'apt-get',
      words: '-y -o Dpkg::Options::=--force-confold -o DPkg::Lock',
      run,
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { done: true } });
    expect(await system.installed('shop')).toBe('1.1');
  });
});
