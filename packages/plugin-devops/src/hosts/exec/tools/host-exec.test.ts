import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

describe.skipIf(skipWithout(sshdBinary))('host_exec', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
  });
  afterAll(() => hosts?.stop());

  const start = () => startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }) } });

  it('runs a program with exactly these arguments and answers what it printed and how it ended', async () => {
    const { confirmTool } = await start();
    const { outcome } = await confirmTool('host_exec', {
      host: 'web',
      argv: ['sh', '-c', 'printf "%s|" "$@"; cat; echo problem >&2; exit 3', 'x', 'a b', "it's", '$(id)', ''],
      stdin: 'typed',
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { host: 'web', exit_code: 3, stdout: "a b|it's|$(id)||typed", stderr: 'problem\n', untrusted: true },
    });
  });

  it('passes on whatever bytes an argument has, and refuses what fits into no command', async () => {
    const { confirmTool, answer } = await start();
    const words = ['€ 😀 \u0001\u007f', '\\', "'\\''", 'a\r\nb', '--', '-n', '*', '~', '#x', '!!'];
    const { outcome } = await confirmTool('host_exec', {
      host: 'web',
      argv: ['sh', '-c', 'for word; do printf "%s" "$word" | od -An -tx1; done', 'x', ...words],
    });
    const bytes = words.map((word) => [...Buffer.from(word)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
    const { stdout } = z.object({ stdout: z.string() }).parse(outcome['result']);
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([...bytes, '']);
    expect(await answer('host_exec', { host: 'web', argv: ['echo', 'x'.repeat(100_000)] })).toMatchObject({
      error: { code: 'invalid_input' },
    });
    const long = { host: 'web', argv: ['printf', '%.3s', 'x'.repeat(90_000)] };
    expect((await confirmTool('host_exec', long)).outcome).toMatchObject({ result: { stdout: 'xxx' } });
  });

  it('tells of characters that nobody sees in the preview', async () => {
    const { previewTool } = await start();
    const preview = await previewTool('host_exec', { host: 'web', argv: ['rm', 'sa\u200bfe\u202e', 'b'], stdin: '\u001b[2K' });
    expect(preview).toMatchObject({
      warnings: ['Sent, but not shown: U+200B, U+202E in argv[1]; U+001B in stdin.'],
    });
  });

  it('is judged by its words: what only reads adds no risk, what is done as root is privileged', async () => {
    const { previewTool } = await startOn({ hosts: { web: hostSettings({ hosts, name: 'web', sudo: 'passwordless' }) } });
    const inspect = await previewTool('host_exec', { host: 'web', argv: ['uptime'] });
    expect(inspect).toMatchObject({
      risk: 'additive',
      approval: { required: 'model' },
      details: { class: 'inspect', undo: null },
    });
    const change = await previewTool('host_exec', { host: 'web', argv: ['nginx', '-s', 'reload'] });
    expect(change).toMatchObject({ risk: 'destructive', approval: { required: 'client' }, details: { class: 'change' } });
    const root = await previewTool('host_exec', { host: 'web', argv: ['uptime'], sudo: true });
    expect(root).toMatchObject({ risk: 'destructive', details: { class: 'privileged', sudo: true } });
    expect(root['description']).toMatch(/^Run uptime on web as \S+ \(test, development\), as root\.$/);
  });
});
