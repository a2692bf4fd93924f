import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../../src/hosts/index.ts';
import { hostSettings, startOn } from '../../src/hosts/test/start-hosts-plugin.ts';

// Ways to smuggle a command past a check: separators, substitution, quoting, expansion, nesting.
const bypasses = [
  'a; sudo id',
  'a\nsudo id',
  '$(sudo id)',
  '"`sudo id`"',
  '<(sudo id)',
  '>(sudo id)',
  '"sudo" id',
  "s'u'do id",
  '/usr/bin/su*o id',
  'env sudo id',
  'FOO=1 sudo id',
  'bash -c "sudo id"',
  '{ sudo id; }',
  'if true; then sudo id; fi',
  'f() { sudo id; }; f',
  '$X id',
  'eval sudo id',
  '${X:-$(sudo id)}',
  'cat <<E\n$(sudo id)\nE',
  '${a[$(sudo id)]}',
  '--flag=$(sudo id)',
  '\\sudo id',
  'a\tsudo id',
  'a &sudo id',
  '(( $(sudo id) ))',
  '. file',
  'echo c3Vkbw== | base64 -d | sh',
];

const isOwn = (name: string): boolean => plugin.tools.some((tool) => tool.name === name);

describe.skipIf(skipWithout(sshdBinary))('what other servers for SSH got wrong', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
    // Writes down that it was run in another way than ours, which nothing here may bring about.
    await hosts.host('web').install({
      program: 'sudo',
      text: `#!/bin/sh
case $* in
"-S -p  -v") cat >/dev/null ;;
"-n -- "*) shift 2; exec "$@" ;;
*) echo "$*" >>"$HOME/elevated" ;;
esac
`,
    });
  });
  afterAll(() => hosts?.stop());

  const start = () => startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }) } });
  const elevated = () => readFile(join(hosts.host('web').user.home, 'elevated'), 'utf8').catch(() => '');

  it('CVE-2025-9654: nothing in an argument reaches a shell', async () => {
    const { confirmTool } = await start();
    const { outcome } = await confirmTool('host_exec', { host: 'web', argv: ['printf', '%s\\n', ...bypasses] });
    expect(outcome).toMatchObject({
      result: { exit_code: 0, stdout: bypasses.map((one) => `${one.replaceAll('\r', '')}\n`).join('') },
    });
    expect(await elevated()).toBe('');
  });

  it('CVE-2025-9654: nothing in the name of the program reaches a shell', async () => {
    const { confirmTool } = await start();
    for (const bypass of bypasses.filter((one) => !one.startsWith('-'))) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { outcome } = await confirmTool('host_exec', { host: 'web', argv: [bypass, 'x'] });
      const result = JSON.stringify(outcome['result']);
      expect(result, bypass).toMatch(/"exit_code":12[67]/);
    }
    expect(await elevated()).toBe('');
  });

  it('the unanchored pattern of classfang: what begins like a command that reads is not that command', async () => {
    const { previewTool, confirmTool } = await start();
    const classOf = async (argv: readonly string[]) =>
      (await previewTool('host_exec', { host: 'web', argv: [...argv] }))['details'];
    expect(await classOf(['cat x; rm -rf /'])).toMatchObject({ class: 'change' });
    expect(await classOf(['catx'])).toMatchObject({ class: 'change' });
    // As one argument it is the name of a file that is not there, and nothing else.
    expect(await classOf(['cat', 'x; rm -rf /'])).toMatchObject({ class: 'inspect' });
    const { outcome } = await confirmTool('host_exec', { host: 'web', argv: ['cat', 'x; rm -rf /'] });
    expect(outcome['result']).toMatchObject({ exit_code: 1, stderr: expect.stringContaining('No such file') });
  });

  it('KinoThe #3: a host or an account in which an option could be meant is refused', async () => {
    for (const more of [{ address: '-oProxyCommand=id' }, { user: '-oProxyCommand=id' }, { user: 'a;id' }, { address: 'a\nb' }]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(startOn({ hosts: { web: hostSettings({ hosts, name: 'web', ...more }) } })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
    const { callTool, previewTool } = await start();
    for (const host of ['-oProxyCommand=id', 'web; id', 'web\nid', '127.0.0.1', 'me@web', '../web', '__proto__', 'constructor']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(callTool('host_query', { host, query: 'uptime' })).rejects.toMatchObject({ code: 'not_found' });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(previewTool('host_exec', { host, argv: ['id'] })).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('KinoThe #3: a program in which an option could be meant is refused', async () => {
    const { answer } = await start();
    for (const argv of [['-c', 'id'], ['--help'], [''], [], ['id\0x']]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await answer('host_exec', { host: 'web', argv })).toMatchObject({ error: { code: 'invalid_input' } });
    }
  });

  it('ssh-mcp #44: a line feed in a text of ours or theirs starts nothing and shows whole', async () => {
    const { confirmTool } = await start();
    const text = 'deploy\nsudo id\n';
    const { preview, outcome } = await confirmTool('host_exec', { host: 'web', argv: ['printf', '%s', text] });
    expect(preview['description']).toContain(String.raw`"deploy\nsudo id\n"`);
    expect(outcome['result']).toMatchObject({ stdout: text });
    expect(await elevated()).toBe('');
  });

  it('ssh-mcp #43: no secret stands in the arguments of a process', async () => {
    const sudo = { password: 'in-no-argument-4711' };
    const { confirmTool } = await startOn({ hosts: { web: hostSettings({ hosts, name: 'web', sudo }) } });
    const { outcome } = await confirmTool('host_exec', {
      host: 'web',
      argv: ['ps', '-o', 'args', '-u', hosts.host('web').user.name],
      sudo: true,
    });
    expect(JSON.stringify(outcome)).toContain('lineclear-run');
    expect(JSON.stringify(outcome)).not.toContain('in-no-argument-4711');
  });

  it('shaike1 #8: a folder is one word, and a question takes nothing but its own parameters', async () => {
    const { confirmTool, answer } = await start();
    await expect(confirmTool('host_exec', { host: 'web', argv: ['pwd'], cwd: '/tmp; sudo id' })).rejects.toThrow(
      /no such folder/,
    );
    for (const name of ['-h', 'a;id', 'a b', '$(id)', 'a\nb', '--service', '']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await answer('host_query', { host: 'web', query: 'dns', name })).toMatchObject({ error: { code: 'invalid_input' } });
    }
    expect(await answer('host_query', { host: 'web', query: 'disk', path: '/' })).toMatchObject({
      error: { code: 'invalid_input' },
    });
    expect(await answer('host_query', { host: 'web', query: 'disk', name: 'x' })).toMatchObject({
      error: { code: 'invalid_input' },
    });
    expect(await elevated()).toBe('');
  });

  it('the executor of the seeds: there is no other target to fall back to, and no target is chosen for the caller', async () => {
    const { answer, composition, caller } = await start();
    for (const { name } of composition.tools(caller).filter((tool) => isOwn(tool.name) && tool.name !== 'host_list')) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await answer(name, {}), name).toMatchObject({ error: { code: 'invalid_input' } });
    }
  });

  it('CVE-2026-46519: what is not listed in a server that only reads cannot be called there', async () => {
    const { answer, composition, caller } = await startOn(
      { hosts: { web: hostSettings({ hosts, name: 'web' }) } },
      { readOnly: true },
    );
    const listed = composition.tools(caller).map(({ name }) => name);
    for (const { name } of plugin.tools.filter(({ kind }) => kind === 'write')) {
      expect(listed).not.toContain(name);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await answer(name, { host: 'web', argv: ['id'] }), name).toMatchObject({ kind: 'error' });
    }
    expect(listed.filter(isOwn)).toContain('host_query');
  });
});
