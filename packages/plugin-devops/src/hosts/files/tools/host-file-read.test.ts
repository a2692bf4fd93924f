import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts } from '@lineclear/testing/hosts';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const isMissing = skipWithout(sshdBinary);

describe.skipIf(isMissing)('host_file_read', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: { config: [] }, without: { config: ['Subsystem other /bin/false'] } });
  afterAll(() => hosts.stop());
  const root = join(hosts.host('web').folder, 'srv');
  await mkdir(root);
  const start = () =>
    startOn({
      hosts: {
        web: hostSettings({ hosts, name: 'web', files: [root] }),
        without: hostSettings({ hosts, name: 'without', files: [root] }),
      },
    });

  it('reads a text in parts that cut no character', async () => {
    const path = join(root, 'text');
    await writeFile(path, 'aé€𝄞z');
    await chmod(path, 0o640);
    await chmod(path, 0o644);
    const { callTool } = await start();
    const parts: unknown[] = [];
    for (let offset: unknown = 0; offset !== null;) {
      const part = await callTool('host_file_read', { host: 'web', path, offset: Number(offset), bytes: 4 });
      expect(part).toMatchObject({ size: 11, mode: '644', untrusted: true, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
      parts.push(part['text']);
      offset = part['next_offset'];
    }
    expect(parts).toEqual(['aé', '€', '𝄞', 'z']);
  });

  it('shows no binary, and cleans what is shown', async () => {
    await writeFile(join(root, 'binary'), Buffer.from([0, 1, 2]));
    await writeFile(join(root, 'hostile'), '\u001b]0;x\u0007a\u202eb');
    const { callTool } = await start();
    expect(await callTool('host_file_read', { host: 'web', path: join(root, 'binary') })).toMatchObject({ text: null });
    expect(await callTool('host_file_read', { host: 'web', path: join(root, 'hostile') })).toMatchObject({ text: 'ab' });
  });

  it('reads nothing outside of the folders', async () => {
    await symlink('/etc/passwd', join(root, 'link'));
    const { callTool } = await start();
    for (const [path, code] of [
      ['/etc/passwd', 'forbidden'],
      [join(root, 'link'), 'forbidden'],
      [join(root, 'none'), 'not_found'],
    ] as const) {
      await expect(callTool('host_file_read', { host: 'web', path }), path).rejects.toMatchObject({ code });
    }
  });

  it('shows no file that holds secrets by its name, in whatever folder', async () => {
    const folder = join(root, 'private');
    await mkdir(folder);
    const { callTool } = await start();
    for (const path of [join(root, '.env.production'), join(root, 'site.key'), join(folder, 'text')]) {
      await writeFile(path, 'TOKEN=value-of-it\n');
      await expect(callTool('host_file_read', { host: 'web', path }), path).rejects.toMatchObject({
        code: 'forbidden',
        details: { reason: 'secret_file' },
      });
    }
    await expect(callTool('host_file_read', { host: 'web', path: join(root, 'te\u200bxt') })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('says so where the host transfers no files', async () => {
    const { callTool } = await start();
    await expect(callTool('host_file_read', { host: 'without', path: join(root, 'text') })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'denied' },
    });
  });

  it('gives up on a host that stops answering in the middle', async () => {
    const web = hosts.host('web');
    const path = join(root, 'text');
    const { callTool } = await startOn({ hosts: { web: hostSettings({ hosts, name: 'web', files: [root] }) }, keepalive_s: 1 });
    await callTool('host_file_read', { host: 'web', path });
    await web.freeze();
    onTestFinished(() => web.thaw());
    await expect(callTool('host_file_read', { host: 'web', path })).rejects.toMatchObject({
      code: 'unreachable',
      details: { reason: 'connection_lost' },
    });
  });
});
