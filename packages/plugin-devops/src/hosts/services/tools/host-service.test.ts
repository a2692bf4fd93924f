import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { skipWithoutRoot, startHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { cutDuring } from '../../test/cut-during.ts';
import { installSystemctl } from '../../test/stand-ins/systemctl.ts';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';
import { showCommand } from '../commands.ts';

const isMissing = skipWithout(sshdBinary) || skipWithoutRoot();

describe.skipIf(isMissing)('host_service', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {}, plain: {} });
  afterAll(() => hosts.stop());
  const units = await installSystemctl(hosts.host('web'));
  beforeEach(async () => {
    await units.set('nginx.service', { active: 'active', enabled: 'enabled', pid: 100, requiredBy: 'shop.service' });
    await units.set('worker.service', {
      active: 'inactive',
      enabled: 'disabled',
      pid: 0,
      isBroken: true,
      triggeredBy: 'worker.socket',
    });
    await units.set('ssh.service', { active: 'active', enabled: 'enabled', pid: 1 });
  });
  const start = () =>
    startOn({
      hosts: {
        web: hostSettings({ hosts, name: 'web', root: true }),
        plain: hostSettings({ hosts, name: 'plain', root: true }),
        noroot: hostSettings({ hosts, name: 'web' }),
        denied: hostSettings({ hosts, name: 'web', sudo: 'passwordless' }),
      },
    });

  it('shows how a unit stands', async () => {
    const { callTool } = await start();
    expect(await callTool('host_service_status', { host: 'web', service: 'nginx' })).toMatchObject({
      unit: 'nginx.service',
      active: 'active',
      sub: 'running',
      enabled: 'enabled',
      main_pid: 100,
      memory_bytes: 1_048_576,
      needed_by: ['shop.service'],
    });
    expect(await callTool('host_service_status', { host: 'noroot', service: 'worker.service' })).toMatchObject({
      active: 'inactive',
      main_pid: null,
      memory_bytes: null,
      triggered_by: ['worker.socket'],
    });
  });

  it.for<[string, string, string, string]>([
    ['web', 'none', 'not_found', 'no_such_unit'],
    ['plain', 'nginx', 'unsupported', 'no_systemd'],
  ])('says on %s about %s that it is %s', async ([host, service, code, reason]) => {
    const { callTool, answer } = await start();
    await expect(callTool('host_service_status', { host, service })).rejects.toMatchObject({ code, details: { reason } });
    expect(await answer('host_service', { host, service, action: 'stop' })).toMatchObject({
      error: { code, details: { reason } },
    });
  });

  it('takes no name that is an option or a pattern', async () => {
    const { callTool } = await start();
    for (const service of ['--now', '-H', 'a b', '*', 'a;b', '$(id)', '../x', 'a\nb']) {
      await expect(callTool('host_service_status', { host: 'web', service }), service).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('stops a unit, and says what stops with it and how it is undone', async () => {
    const { confirmTool } = await start();
    const { preview, outcome } = await confirmTool('host_service', { host: 'web', service: 'nginx', action: 'stop' });
    expect(preview).toMatchObject({
      description: 'Stop "nginx.service" on web as root (test, development): it is active and enabled.',
      risk: 'reversible',
      warnings: ['These stop with it: shop.service.'],
      details: {
        undo: 'host_service with action: start',
        argv: ['systemctl', '--no-ask-password', 'stop', '--', 'nginx.service'],
      },
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { done: true, exit_code: 0 },
      effect: { active: 'inactive', main_pid: null },
    });
    expect(await units.read('nginx.service')).toMatchObject({ active: 'inactive' });
  });

  it.for<['start' | 'restart' | 'reload' | 'enable' | 'disable', string, object]>([
    ['start', 'It is active already.', { active: 'active' }],
    ['restart', 'These stop with it: shop.service.', { active: 'active', main_pid: 101 }],
    ['reload', '', { active: 'active', main_pid: 100 }],
    ['enable', 'It is enabled already.', { enabled: 'enabled' }],
    ['disable', '', { enabled: 'disabled' }],
  ])('can %s a unit', async ([action, warning, effect]) => {
    const { confirmTool } = await start();
    const { preview, outcome } = await confirmTool('host_service', { host: 'web', service: 'nginx', action });
    expect(preview['warnings']).toEqual(warning === '' ? [] : [warning]);
    expect(outcome).toMatchObject({ result: { done: true }, effect });
  });

  it('tells that a start failed, with what systemd said', async () => {
    const { confirmTool } = await start();
    const { outcome } = await confirmTool('host_service', { host: 'web', service: 'worker', action: 'start' });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { done: false, exit_code: 1, stderr: expect.stringContaining('Job for') },
      effect: { active: 'failed' },
    });
  });

  it('asks a person before a unit stops without which the host cannot be reached', async () => {
    const { previewTool } = await start();
    const preview = await previewTool('host_service', { host: 'web', service: 'ssh', action: 'restart' });
    expect(preview).toMatchObject({
      risk: 'destructive',
      approval: { required: 'client' },
      warnings: [expect.stringContaining('cut it off from everybody')],
    });
  });

  it.each(['poweroff.target', 'user.slice', 'var.mount', 'debug-shell.service'])(
    'asks a person before it starts %s, which is more than a service',
    async (service) => {
      await units.set(service, { active: 'inactive', enabled: 'static', pid: 0 });
      const { previewTool } = await start();
      expect(await previewTool('host_service', { host: 'web', service, action: 'start' })).toMatchObject({
        risk: 'destructive',
        approval: { required: 'client' },
      });
    },
  );

  it('is stale when the unit changed meanwhile', async () => {
    const { previewTool, callTool } = await start();
    const args = { host: 'web', service: 'nginx', action: 'restart' };
    await previewTool('host_service', args);
    await units.set('nginx.service', { active: 'failed', enabled: 'enabled', pid: 0 });
    const before = await units.calls();
    await expect(callTool('host_service', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await units.calls()).toEqual(before);
  });

  it('does nothing where the account cannot become root', async () => {
    const { callTool, confirmTool } = await start();
    const args = { service: 'nginx', action: 'stop' };
    await expect(callTool('host_service', { host: 'noroot', ...args })).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'no_sudo' },
    });
    // A sudo that gives no rights, as one whose rules do not name the program.
    await hosts.host('web').install({ program: 'sudo', text: '#!/bin/sh\nshift 2\nexec "$@"\n' });
    await expect(confirmTool('host_service', { host: 'denied', ...args })).rejects.toMatchObject({
      code: 'forbidden',
      details: { cause: { reason: 'no_permission' } },
    });
    expect(await units.read('nginx.service')).toMatchObject({ active: 'active' });
  });

  it('finds out what became of it when the connection is lost', async () => {
    const { previewTool, callTool } = await start();
    const args = { host: 'web', service: 'nginx', action: 'restart' };
    const before = (await units.calls()).length;
    await previewTool('host_service', args);
    const run = () => callTool('host_service', { ...args, confirm: true });
    const outcome = await cutDuring({ host: hosts.host('web'), program: 'systemctl', words: 'restart', run });
    expect(outcome).toMatchObject({ status: 'executed', result: { done: true } });
    expect((await units.calls()).length).toBe(before + 1);
  });

  it('uses words that the real systemctl takes', async () => {
    const [program = '', ...words] = showCommand;
    const said = await promisify(execFile)(program, [...words, '--property=Id', '--', 'nginx']).catch((error: unknown) =>
      String(error),
    );
    expect(String(said)).not.toMatch(/unrecognized|Unknown/);
  });
});
