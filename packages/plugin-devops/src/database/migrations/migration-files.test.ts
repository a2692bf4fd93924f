import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readMigrations } from './migration-files.ts';

it('refuses a pipe with the name of a migration, and does not wait for somebody to write into it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  execFileSync('mkfifo', [join(folder, '0001_pipe.sql')]);
  await expect(readMigrations(folder)).rejects.toMatchObject({
    code: 'not_configured',
    details: { reason: 'migrations_unreadable' },
  });
});
