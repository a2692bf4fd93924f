import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFile } from './write-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const now = Date.parse('2026-03-04T05:06:07.089Z');

test('copies the old text beside the file and keeps the permissions', async () => {
  const path = join(folder, 'mcp.json');
  await writeFile(path, 'old');
  await chmod(path, 0o600);

  expect(await replaceFile({ path, text: 'new', now })).toBe(`${path}.backup-20260304T050607Z`);
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readFile(`${path}.backup-20260304T050607Z`, 'utf8')).toBe('old');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('never overwrites an earlier copy', async () => {
  const path = join(folder, 'mcp.json');
  await writeFile(path, 'first');
  await replaceFile({ path, text: 'second', now });
  expect(await replaceFile({ path, text: 'third', now })).toBe(`${path}.backup-20260304T050607Z-1`);
  expect(await readFile(`${path}.backup-20260304T050607Z`, 'utf8')).toBe('first');
});

test('makes missing folders, and has nothing to copy then', async () => {
  const path = join(folder, '.vscode', 'mcp.json');
  expect(await replaceFile({ path, text: 'new', now })).toBeUndefined();
  expect(await readdir(join(folder, '.vscode'))).toEqual(['mcp.json']);
});

test('writes through a link and leaves the link in place', async () => {
  const target = join(folder, 'real.json');
  const link = join(folder, 'link.json');
  await writeFile(target, 'old');
  await symlink(target, link);

  await replaceFile({ path: link, text: 'new', now });
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(target, 'utf8')).toBe('new');
});
