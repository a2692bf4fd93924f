import { appendFileSync, renameSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../test/start-hosts-plugin.ts';
import { duringOpen, swapDuringOpen } from '../test/during-open.ts';

const isMissing = skipWithout(sshdBinary);
const secret = 'TOKEN=value-of-another-file\n';
const moved = { error: { code: 'conflict', details: { reason: 'moved' } } };

describe.skipIf(isMissing)('a link that is put into a place while the host opens it', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: { config: [] } });
  afterAll(() => hosts.stop());
  const { folder } = hosts.host('web');
  const [root, outside, local] = [join(folder, 'srv'), join(folder, 'outside'), join(hosts.folder, 'local')];
  const path = join(root, 'app', 'text.log');
  beforeEach(async () => {
    await Promise.all([root, outside, local].map((place) => rm(place, { recursive: true, force: true })));
    await Promise.all([join(root, 'app'), join(outside, 'app'), local].map((place) => mkdir(place, { recursive: true })));
    await Promise.all([join(root, 'app'), join(outside, 'app')].map((place) => chmod(place, 0o777)));
    await writeFile(path, `${'plain '.repeat(20)}\n`);
    await writeFile(join(outside, 'app', 'text.log'), secret);
  });
  const start = () =>
    startOn({
      hosts: { web: hostSettings({ hosts, name: 'web', files: [root], logs: [`${root}/app/*.log`] }) },
      artifacts: [local],
    });
  const places = {
    file: { path, target: join(outside, 'app', 'text.log') },
    folder: { path: join(root, 'app'), target: join(outside, 'app') },
  };

  it.each(['file', 'folder'] as const)('gives no read of it what it leads to, be it in the place of the %s', async (place) => {
    const { answer } = await start();
    const count = swapDuringOpen({ ...places[place], flags: 'r' });
    for (const [tool, input] of [
      ['host_file_read', { host: 'web', path }],
      ['host_logs', { host: 'web', file: path }],
      ['host_upload', { host: 'web', path, content: 'new\n', overwrite: true }],
    ] as const) {
      const [before, read] = [count(), await answer(tool, input)];
      expect(count(), tool).toBeGreaterThan(before);
      expect(JSON.stringify(read), tool).not.toContain('value-of-another-file');
      expect(read, tool).toMatchObject(moved);
    }
  });

  it('saves nothing of it on this machine', async () => {
    const { answer, previewTool } = await start();
    const input = { host: 'web', path, to: 'text.log' };
    const { ticket = null } = await previewTool('host_download', input);
    const count = swapDuringOpen({ ...places.file, flags: 'r' });
    const saved = await answer('host_download', { ...input, confirm: true, ticket });
    expect(count()).toBeGreaterThan(0);
    expect(saved).toMatchObject({ error: { code: expect.stringMatching(/^(?:conflict|stale)$/) } });
    expect(await readdir(local)).toEqual([]);
  });

  it('gets none of the text that is uploaded', async () => {
    const { answer, previewTool } = await start();
    const input = { host: 'web', path: join(root, 'app', 'new.txt'), content: 'TOKEN=what-is-sent\n' };
    const { ticket = null } = await previewTool('host_upload', input);
    const count = swapDuringOpen({ ...places.folder, flags: 'wx' });
    const sent = await answer('host_upload', { ...input, confirm: true, ticket });
    expect(count()).toBe(1);
    expect(sent).toMatchObject({ error: { code: 'stale', message: expect.stringContaining('became another file') } });
    const there = await readdir(join(outside, 'app'));
    const texts = await Promise.all(there.map((name) => readFile(join(outside, 'app', name), 'utf8')));
    expect(texts.toSorted()).toEqual(['', secret]);
    expect(await readdir(join(root, 'app'))).toEqual(['text.log']);
  });

  it('is told from a file that grows', async () => {
    const { answer } = await start();
    const count = duringOpen({ flags: 'r', before: () => appendFileSync(path, 'one line more\n') });
    expect(await answer('host_file_read', { host: 'web', path })).toMatchObject({
      value: { text: expect.stringMatching(/one line more\n$/) },
    });
    expect(await answer('host_logs', { host: 'web', file: path })).toMatchObject({ kind: 'value' });
    expect(count()).toBe(2);
  });

  it('is not the only thing that may come: another file in its place is refused, too', async () => {
    const { answer } = await start();
    duringOpen({ flags: 'r', before: () => {}, after: () => renameSync(join(outside, 'app', 'text.log'), path) });
    expect(await answer('host_file_read', { host: 'web', path })).toMatchObject(moved);
    expect(await readFile(path, 'utf8')).toBe(secret);
  });
});
