import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openBackup, readManifest } from './backup-folder.ts';

it('takes no pipe for a backup, and does not wait for somebody to write into it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-backups-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const id = 'shop-20260101T000000Z-00000000';
  for (const kind of ['dump', 'json']) execFileSync('mkfifo', [join(folder, `${id}.${kind}`)]);
  expect(await readManifest({ folder, id })).toBeUndefined();
  expect(await openBackup({ folder, id })).toBeUndefined();
});
