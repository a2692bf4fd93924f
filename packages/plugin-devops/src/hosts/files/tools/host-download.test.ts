import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const isMissing = skipWithout(sshdBinary);

describe.skipIf(isMissing)('host_download', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {} });
  afterAll(() => hosts.stop());
  const web = hosts.host('web');
  const root = join(web.folder, 'srv');
  const local = join(hosts.folder, 'dumps');
  await mkdir(root);
  const path = join(root, 'dump');
  const content = Buffer.alloc(2_500_000, 'dump ');
  beforeEach(async () => {
    await rm(local, { recursive: true, force: true });
    await mkdir(local);
    await writeFile(path, content);
  });
  const start = (artifacts: readonly string[] = [local]) =>
    startOn({ hosts: { web: hostSettings({ hosts, name: 'web', files: [root] }) }, artifacts });
  const args = { host: 'web', path, to: 'dump.sql' };

  it('saves a file where none is', async () => {
    const { confirmTool, callTool } = await start();
    const { preview, outcome } = await confirmTool('host_download', args);
    expect(preview).toMatchObject({
      description: `Save "${path}", 2500000 bytes on web as ${web.user.name} (test, development), as "dump.sql" on this machine.`,
      risk: 'additive',
      details: { to: join(local, 'dump.sql'), undo: expect.stringContaining('dump.sql') },
    });
    expect(outcome).toMatchObject({ result: { saved_as: 'dump.sql', bytes: 2_500_000 } });
    expect((await readFile(join(local, 'dump.sql'))).equals(content)).toBe(true);
    await expect(callTool('host_download', args)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'exists' } });
  });

  it('saves nothing outside of the folders of this machine', async () => {
    await symlink(hosts.folder, join(local, 'way-out'));
    const { callTool } = await start();
    for (const to of ['../dump.sql', join(hosts.folder, 'dump.sql'), 'way-out/dump.sql']) {
      await expect(callTool('host_download', { ...args, to }), to).rejects.toMatchObject({ code: 'forbidden' });
    }
    const { callTool: callWithout } = await start([]);
    await expect(callWithout('host_download', args)).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'no_artifacts' },
    });
  });

  it('is stale when the file changed, and leaves nothing when the connection is cut', async () => {
    const { previewTool, callTool } = await start();
    await previewTool('host_download', args);
    await writeFile(path, `${content.toString()}more`);
    await expect(callTool('host_download', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    const cut = web.gate.cutAfter({ bytes: 1_000_000, direction: 'down' });
    await expect(callTool('host_download', { ...args, confirm: true })).rejects.toMatchObject({ code: 'unreachable' });
    await cut;
    expect(await readdir(local)).toEqual([]);
  });
});
