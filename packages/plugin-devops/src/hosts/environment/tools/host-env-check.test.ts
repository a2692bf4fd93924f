import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const Answer = z.object({ variables: z.array(z.object({ name: z.string(), digest: z.string() })), missing: z.array(z.string()) });

describe.skipIf(skipWithout(sshdBinary))('host_env_check', () => {
  let hosts: TestHosts<'web' | 'db'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {}, db: {} });
  });
  afterAll(() => hosts?.stop());

  const start = () => startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }), db: hostSettings({ hosts, name: 'db' }) } });
  const put = async (name: 'web' | 'db', text: string) => {
    const file = join(hosts.host(name).folder, 'app.env');
    await writeFile(file, text);
    await chmod(file, 0o644);
    return file;
  };

  it('shows which variables are there, which are missing and which are equal, and no value', async () => {
    const [web, db] = [await put('web', 'KEY=sesame-4711\nMODE=a\n'), await put('db', 'KEY=sesame-4711\nMODE=b\n')];
    const { callTool } = await start();
    const ask = async (host: string, file: string) =>
      Answer.parse(await callTool('host_env_check', { host, file, names: ['KEY', 'OTHER'] }));
    const [one, other] = [await ask('web', web), await ask('db', db)];
    expect(one.variables.map(({ name }) => name)).toEqual(['KEY', 'MODE']);
    expect(one.missing).toEqual(['OTHER']);
    expect(one.variables[0]).toEqual(other.variables[0]);
    expect(one.variables[1]).not.toEqual(other.variables[1]);
    expect(JSON.stringify([one, other])).not.toMatch(/sesame/);
    // Another store has another key: a digest is no way to try out guesses.
    const elsewhere = await start();
    expect(Answer.parse(await elsewhere.callTool('host_env_check', { host: 'web', file: web })).variables[0]).not.toEqual(
      one.variables[0],
    );
  });

  it('reads a process of the account, and says what it may not read or find', async () => {
    const { callTool } = await start();
    const processes = z.object({ rows: z.array(z.looseObject({ pid: z.int(), user: z.string(), command: z.string() })) });
    const { rows } = processes.parse(await callTool('host_query', { host: 'web', query: 'processes', limit: 500 }));
    const account = hosts.host('web').user.name;
    const own = rows.find(({ command }) => command.startsWith(`sshd: ${account}@`));
    const refused = callTool('host_env_check', { host: 'web', pid: own?.pid ?? 1 });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'not_readable' } });
    await expect(callTool('host_env_check', { host: 'web', pid: 4_194_303 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(callTool('host_env_check', { host: 'web' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(callTool('host_env_check', { host: 'web', pid: 1, file: '/x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    for (const file of ['relative.env', '/dev/watchdog', '//dev/zero', '/srv/../dev/sda', '/proc/1/environ', '/sys/power/state'])
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      await expect(callTool('host_env_check', { host: 'web', file }), file).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
