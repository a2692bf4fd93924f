import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const isMissing = skipWithout(sshdBinary);

describe.skipIf(isMissing)('host_upload', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {} });
  afterAll(() => hosts.stop());
  const web = hosts.host('web');
  const root = join(web.folder, 'srv');
  const local = join(hosts.folder, 'dist');
  const path = join(root, 'app.conf');
  beforeEach(async () => {
    for (const folder of [root, local]) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
    }
    await chmod(root, 0o777);
  });
  const start = () => startOn({ hosts: { web: hostSettings({ hosts, name: 'web', files: [root] }) }, artifacts: [local] });
  const digest = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
  const args = (rest: object = {}) => ({ host: 'web', path, content: 'port: 80\n', ...rest });

  it('creates a file that is whole from its first moment', async () => {
    const { confirmTool } = await start();
    const { preview, outcome } = await confirmTool('host_upload', args({ mode: '640' }));
    expect(preview).toMatchObject({
      description: `Create "${path}" with 9 bytes on web as ${web.user.name} (test, development).`,
      risk: 'additive',
      changes: expect.stringContaining('+port: 80'),
      details: { sha256: digest('port: 80\n'), mode: '640', source: 'content', undo: expect.stringContaining('rm') },
    });
    expect(outcome).toMatchObject({ result: { created: true, bytes: 9 }, effect: { is_as_sent: true } });
    expect(await readFile(path, 'utf8')).toBe('port: 80\n');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await readdir(root)).toEqual(['app.conf']);
  });

  it('replaces one with a diff, keeps its mode, and only when asked to', async () => {
    await writeFile(path, 'port: 70\nname: a\n');
    await chmod(path, 0o666);
    const { confirmTool, callTool } = await start();
    await expect(callTool('host_upload', args())).rejects.toMatchObject({ code: 'conflict', details: { reason: 'exists' } });
    const { preview } = await confirmTool('host_upload', args({ overwrite: true }));
    expect(preview).toMatchObject({
      risk: 'destructive',
      changes: expect.stringMatching(/-port: 70\n-name: a\n\+port: 80/),
      details: { undo: null },
    });
    expect(await readFile(path, 'utf8')).toBe('port: 80\n');
    expect((await stat(path)).mode & 0o777).toBe(0o666);
  });

  it('shows nothing of a file that holds secrets by its name, and tells of characters that nobody sees', async () => {
    const secretPath = join(root, '.env');
    await writeFile(secretPath, 'TOKEN=value-of-it\n');
    await chmod(secretPath, 0o666);
    const { confirmTool } = await start();
    const { preview } = await confirmTool('host_upload', args({ path: secretPath, content: 'TOKEN=\u202ex\n', overwrite: true }));
    expect(JSON.stringify(preview)).not.toContain('value-of-it');
    expect(preview).toMatchObject({
      changes: expect.stringMatching(/^18 bytes that are not shown[^]*\+TOKEN=/),
      warnings: expect.arrayContaining(['Sent, but not shown: U+202E in content.']),
    });
  });

  it('tells of characters that nobody sees in a file of this machine', async () => {
    await writeFile(join(local, 'app.txt'), 'a\u202eb\n');
    const { previewTool } = await start();
    const preview = await previewTool('host_upload', { host: 'web', path, file: 'app.txt' });
    expect(preview).toMatchObject({ warnings: ['"app.txt" has characters that are not shown: U+202E.'] });
  });

  it('sends a file of this machine, byte for byte, from the folders that are named only', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, index) => (index * 7) % 256));
    await writeFile(join(local, 'app.bin'), bytes);
    await writeFile(join(hosts.folder, 'secret'), 'hunter2');
    await symlink(join(hosts.folder, 'secret'), join(local, 'link'));
    const { confirmTool, callTool } = await start();
    const { preview } = await confirmTool('host_upload', { host: 'web', path, file: 'app.bin' });
    expect(preview).toMatchObject({
      changes: `nothing -> 300001 bytes (sha256 ${digest(bytes)})`,
      details: { source: 'app.bin' },
    });
    expect(digest(await readFile(path))).toBe(digest(bytes));
    for (const file of ['../secret', join(hosts.folder, 'secret'), 'link', hosts.clientKey.path]) {
      await expect(callTool('host_upload', { host: 'web', path: `${path}2`, file }), file).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });

  it('goes nowhere outside of the folders of the host, by no link and no detour', async () => {
    const outside = join(web.folder, 'outside');
    await mkdir(outside, { recursive: true });
    await chmod(outside, 0o777);
    await symlink(outside, join(root, 'way-out'));
    await writeFile(join(outside, 'target'), 'untouched');
    await symlink(join(outside, 'target'), join(root, 'link'));
    const { answer } = await start();
    const refused: [string, string][] = [
      [join(outside, 'new'), 'outside_roots'],
      [`${root}_evil`, 'outside_roots'],
      [root, 'outside_roots'],
      [join(root, 'way-out', 'new'), 'outside_roots'],
      [join(root, 'link'), 'is_link'],
      [join(root, 'none', 'new'), 'no_such_folder'],
    ];
    for (const [place, reason] of refused) {
      expect(await answer('host_upload', args({ path: place, overwrite: true })), place).toMatchObject({
        error: { details: { reason } },
      });
    }
    for (const place of [`${root}/../outside/new`, 'app.conf', `${root}//x`, `${root}/x/`, `${root}/a\nb`]) {
      expect(await answer('host_upload', args({ path: place })), place).toMatchObject({ error: { code: 'invalid_input' } });
    }
    expect(await readdir(outside)).toEqual(['target']);
    expect(await readFile(join(outside, 'target'), 'utf8')).toBe('untouched');
  });

  it('is stale when the file, or the folder that its path means, changed meanwhile', async () => {
    await writeFile(path, 'old');
    await chmod(path, 0o666);
    const { previewTool, callTool } = await start();
    await previewTool('host_upload', args({ overwrite: true }));
    await writeFile(path, 'else');
    await utimes(path, 1, 1);
    await expect(callTool('host_upload', args({ overwrite: true, confirm: true }))).rejects.toMatchObject({ code: 'stale' });
    expect(await readFile(path, 'utf8')).toBe('else');
  });

  it('leaves no half file under the name, nor another one, when the connection is cut in the middle', async () => {
    await writeFile(path, 'old');
    await chmod(path, 0o666);
    await writeFile(join(local, 'large'), Buffer.alloc(3_000_000, 'x'));
    const { previewTool, callTool } = await start();
    const large = { host: 'web', path, file: 'large', overwrite: true };
    await previewTool('host_upload', large);
    const cut = web.gate.cutAfter({ bytes: 1_000_000, direction: 'up' });
    await expect(callTool('host_upload', { ...large, confirm: true })).rejects.toMatchObject({ code: 'unreachable' });
    await cut;
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(root)).toEqual(['app.conf']);
  });

  it('finds out that it happened when the answer to the last step was lost', async () => {
    const { previewTool, callTool } = await start();
    await previewTool('host_upload', args());
    const answered = callTool('host_upload', { ...args(), confirm: true });
    await expect.poll(() => readdir(root).then((names) => names.includes('app.conf')), { interval: 1 }).toBe(true);
    web.gate.cut();
    expect(await answered).toMatchObject({ status: 'executed', result: { sha256: digest('port: 80\n') } });
  });

  it('refuses what arrived damaged', async () => {
    await web.install({ program: 'sha256sum', text: `#!/bin/sh\necho ${'0'.repeat(64)} " $2"\n` });
    const { confirmTool } = await start();
    await expect(confirmTool('host_upload', args())).rejects.toMatchObject({ details: { cause: { reason: 'digest_differs' } } });
    expect(await readdir(root)).toEqual([]);
    await rm(join(web.bin, 'sha256sum'));
  });
});
