import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../src/hosts/test/start-hosts-plugin.ts';

describe.skipIf(skipWithout(sshdBinary))('what a program on a host prints', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
  });
  afterAll(() => hosts?.stop());

  const start = () => startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }) } });
  const run = async (argv: string[]) => {
    const { confirmTool } = await start();
    return (await confirmTool('host_exec', { host: 'web', argv, timeout_s: 600 })).outcome['result'];
  };
  const printing = (escapes: string) => run(['printf', escapes]);

  it('is counted and not held, however much it is', async () => {
    // More than a text of JavaScript can have.
    const much = 640 << 20;
    const printed = `echo first; yes abcdefghijklmno | head -c ${much}; echo last; head -c 200000 /dev/zero | tr '\\0' e >&2`;
    const result = await run(['sh', '-c', printed]);
    expect(result).toMatchObject({
      exit_code: 0,
      stdout: expect.stringMatching(/^first\nabcdefghijklmno\n[^]*\n\[… \d+ bytes left out …\]\n[^]*\nlast\n$/),
      // Both streams are counted: without the 32 KB that are shown of the output, and the 16 KB of the errors.
      left_out_bytes: much + 11 + 200_000 - 49_152,
    });
    expect(JSON.stringify(result).length).toBeLessThan(100_000);
  }, 600_000);

  it('is told to be binary, and not shown', async () => {
    expect(await printing(String.raw`\177ELF\000\001\002`)).toMatchObject({ stdout: '', binary: ['stdout'], left_out_bytes: 7 });
    expect(await run(['sh', '-c', String.raw`printf 'text'; printf '\000' >&2`])).toMatchObject({
      stdout: 'text',
      stderr: '',
      binary: ['stderr'],
    });
  });

  it('is cleaned of what terminals and models may obey, and marked as untrusted', async () => {
    const { answer, previewTool } = await start();
    const tricks = String.raw`\033[31mred\033[0m \033]0;title\007 a\342\200\256b c\342\200\213d \363\240\201\201 e\bf \033]52;c;aGk=\033\\ end`;
    const args = { host: 'web', argv: ['printf', tricks] };
    const { ticket } = await previewTool('host_exec', args);
    const shown = await answer('host_exec', { ...args, confirm: true, ticket: ticket ?? null });
    if (shown.kind !== 'value') throw new Error('It did not run.');
    expect(shown.value['result']).toMatchObject({ stdout: 'red  ab cd  ef  end', untrusted: true });
    // oxlint-disable-next-line no-control-regex
    expect(shown.text).not.toMatch(/[\u0007\u0008\u001b\u202e\u200b]|[\udb40-\udb43]/);
  });

  it('is never cut in the middle of a character', async () => {
    const result = await run(['sh', '-c', `i=0; while [ $i -lt 3000 ]; do printf '€€€€€€€€€€€€€€€€'; i=$((i+1)); done`]);
    expect(JSON.stringify(result)).not.toContain('\ufffd');
    expect(result).toMatchObject({ stdout: expect.stringContaining('bytes left out') });
  });

  it('has none of what a login shell prints before it', async () => {
    const { callTool } = await start();
    await hosts.host('web').install({ program: 'who', text: '#!/bin/sh\necho somebody\n' });
    expect(await callTool('host_query', { host: 'web', query: 'who' })).toMatchObject({
      rows: [{ line: 'somebody' }],
      left_out: 0,
    });
  });
});
