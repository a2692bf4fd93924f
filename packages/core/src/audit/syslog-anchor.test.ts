import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { newFolder } from '../../test/store/fixtures.ts';
import { syslogAnchor } from './syslog-anchor.ts';

afterEach(() => void vi.unstubAllEnvs());

/** Puts a program named `logger` before the system's. */
const withLogger = async (script: string) => {
  const folder = await newFolder();
  await writeFile(join(folder, 'logger'), `#!/bin/sh\n${script.replaceAll('FOLDER', folder)}\n`);
  await chmod(join(folder, 'logger'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
  return folder;
};

const head = { seq: 12, hash: 'a'.repeat(64) };

test('hands the head to logger as one argument, without a shell', async () => {
  const folder = await withLogger('for argument in "$@"; do printf "%s\\n" "$argument"; done > "FOLDER/arguments"');
  const anchor = syslogAnchor();
  await anchor.write(head);
  const written = (await readFile(join(folder, 'arguments'), 'utf8')).trim().split('\n');
  expect(written).toEqual(['-t', 'lineclear', '-p', 'authpriv.notice', '--', JSON.stringify(head)]);
});

test('rejects when logger fails', async () => {
  await withLogger('exit 3');
  await expect(syslogAnchor().write(head)).rejects.toMatchObject({ code: 3 });
});

test('cannot be read back', async () => {
  expect(await syslogAnchor().read()).toBeUndefined();
});
