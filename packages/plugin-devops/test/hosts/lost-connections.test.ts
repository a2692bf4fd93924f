import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostSettings, startOn } from '../../src/hosts/test/start-hosts-plugin.ts';

describe.skipIf(skipWithout(sshdBinary))('a connection that is lost', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
    // Announces that it runs, and goes on when it is let: what a test does in between is in the middle of it.
    await hosts.host('web').install({
      program: 'slow',
      text: '#!/bin/sh\necho begun\necho "$1" >>"$HOME/ran"\nwhile ! [ -e "$HOME/go-$1" ]; do sleep 0.05; done\necho done "$1"\necho problem >&2\nexit 7\n',
    });
  });
  afterAll(() => hosts?.stop());

  const start = (more: Record<string, unknown> = {}) =>
    startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }) }, ...more });
  const home = () => hosts.host('web').user.home;
  const hasRun = (id: string) =>
    vi.waitFor(async () => expect(await readFile(join(home(), 'ran'), 'utf8')).toContain(`${id}\n`), { timeout: 30_000 });
  const timesRun = async (id: string) =>
    (await readFile(join(home(), 'ran'), 'utf8')).split('\n').filter((line) => line === id).length;
  const letGo = async (id: string) => {
    const other = await start();
    await other.confirmTool('host_exec', { host: 'web', argv: ['touch', `${home()}/go-${id}`] });
  };

  it('ends a read at once, and the next call connects anew', async () => {
    const { callTool } = await start();
    await callTool('host_query', { host: 'web', query: 'uptime' });
    await hosts.host('web').install({ program: 'uptime', text: '#!/bin/sh\ntouch "$HOME/asked"\nexec sleep 30\n' });
    const asking = callTool('host_query', { host: 'web', query: 'uptime' });
    asking.catch(() => undefined);
    await vi.waitFor(() => readFile(join(home(), 'asked')), { timeout: 30_000 });
    hosts.host('web').gate.cut();
    await expect(asking).rejects.toMatchObject({ code: 'unreachable', details: { reason: 'connection_lost', host: 'web' } });
    await hosts.host('web').install({ program: 'uptime', text: '#!/bin/sh\necho up\n' });
    expect(await callTool('host_query', { host: 'web', query: 'uptime' })).toMatchObject({ rows: [{ line: 'up' }] });
  });

  it('does not hide how a command ended that went on without it, and the command runs once', async () => {
    const { callTool, previewTool } = await start();
    const args = { host: 'web', argv: ['slow', 'one'] };
    const { ticket } = await previewTool('host_exec', args);
    const running = callTool('host_exec', { ...args, confirm: true, ticket: ticket ?? null });
    await hasRun('one');
    hosts.host('web').gate.cut();
    await letGo('one');
    expect(await running).toMatchObject({
      status: 'executed',
      result: { host: 'web', exit_code: 7, stdout: 'begun\ndone one\n', stderr: 'problem\n', untrusted: true },
      receipt: { outcome: 'executed' },
    });
    expect(await timesRun('one')).toBe(1);
    expect(await callTool('host_exec', { ...args, confirm: true, ticket: ticket ?? null })).toMatchObject({ replayed: true });
    expect(await timesRun('one')).toBe(1);
  });

  it('keeps a command from starting that had not arrived', async () => {
    const { callTool, previewTool } = await start();
    const args = { host: 'web', argv: ['slow', 'two'], stdin: 'x'.repeat(200_000) };
    await previewTool('host_exec', args);
    // In the middle of its input.
    const cut = hosts.host('web').gate.cutAfter({ bytes: 60_000, direction: 'up' });
    await expect(callTool('host_exec', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'unreachable',
      details: { status: 'failed', cause: { reason: 'connection_lost' } },
    });
    await cut;
    expect(await timesRun('two')).toBe(0);
  });

  it('leaves a command unknown that still runs when nobody waits longer', async () => {
    const { callTool, previewTool } = await startOn(
      { hosts: { web: hostSettings({ hosts, name: 'web' }) } },
      { limits: { readMs: 5_000 } },
    );
    const args = { host: 'web', argv: ['slow', 'three'] };
    await previewTool('host_exec', args);
    const running = callTool('host_exec', { ...args, confirm: true });
    running.catch(() => undefined);
    await hasRun('three');
    hosts.host('web').gate.cut();
    await expect(running).rejects.toMatchObject({ code: 'unknown_outcome' });
    await letGo('three');
    expect(await timesRun('three')).toBe(1);
  });

  it('is noticed when the host stops answering, in the time that the settings give, and a command that ran is found again', async () => {
    const { callTool, previewTool } = await start({ keepalive_s: 1 });
    const args = { host: 'web', argv: ['slow', 'four'] };
    await previewTool('host_exec', args);
    const running = callTool('host_exec', { ...args, confirm: true });
    await hasRun('four');
    await hosts.host('web').freeze();
    const asking = callTool('host_query', { host: 'web', query: 'disk' });
    await expect(asking).rejects.toMatchObject({ code: 'unreachable', details: { reason: 'connection_lost' } });
    await letGo('four');
    expect(await running).toMatchObject({ status: 'executed', result: { exit_code: 7, stdout: 'begun\ndone four\n' } });
    expect(await timesRun('four')).toBe(1);
    await hosts.host('web').thaw();
    expect(await callTool('host_query', { host: 'web', query: 'uptime' })).toMatchObject({ host: 'web' });
  });

  it('is not waited for longer than the settings say where a host does not greet', async () => {
    hosts.host('web').gate.stall();
    const { callTool } = await start({ connect_timeout_s: 5 });
    await expect(callTool('host_query', { host: 'web', query: 'disk' })).rejects.toMatchObject({ code: 'timeout' });
    hosts.host('web').gate.resume();
    hosts.host('web').gate.refuse();
    await expect(callTool('host_query', { host: 'web', query: 'disk' })).rejects.toMatchObject({ code: 'unreachable' });
    await hosts.host('web').gate.admit();
    expect(await callTool('host_query', { host: 'web', query: 'disk' })).toMatchObject({ host: 'web' });
  });
});
