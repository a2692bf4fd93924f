import { copyFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from './start-workspace.ts';
import { tempFolder } from './temp-folder.ts';

const place = { 'same.txt': 'same', 'show.sh': 'pwd -P\n' };
const files = {
  ...Object.fromEntries(
    Object.entries(place).flatMap(([name, text]) => [`one/${name}`, `two/${name}`].map((path) => [path, text])),
  ),
  'moved.txt': 'moved',
};
const settings = { allow_programs: ['pwd', 'cat'], shell: { allow: ['pwd', 'cat'] } };

/** Both folders hold the same files, so only the place can tell them apart. */
const start = async () => {
  const workspace = await startWorkspace(files, { settings });
  const { root } = workspace;
  for (const name of ['same.txt', 'show.sh']) await copyFile(join(root, 'one', name), join(root, 'two', name));
  const point = async (link: string, target: string) => {
    await rm(join(root, link), { force: true });
    await symlink(target, join(root, link));
  };
  await point('link', 'one');
  return { ...workspace, point };
};

describe('a link that points elsewhere since the preview', () => {
  it.each<[tool: string, args: JsonObject]>([
    ['fs_write', { path: 'link/new.txt', content: 'x' }],
    ['fs_write', { path: 'link/same.txt', content: 'x', overwrite: true }],
    ['fs_edit', { path: 'link/same.txt', edits: [{ old: 'same', new: 'x' }] }],
    ['fs_delete', { path: 'link/same.txt' }],
    ['fs_move', { from: 'moved.txt', to: 'link/moved.txt' }],
    ['fs_mkdir', { path: 'link/new' }],
    ['process_run', { argv: ['pwd'], cwd: 'link' }],
    ['process_start', { argv: ['pwd'], cwd: 'link' }],
    ['test_run', { argv: ['pwd'], cwd: 'link' }],
    ['shell_run', { command: 'pwd', cwd: 'link' }],
    ['shell_run', { command: 'pwd > link/list.txt' }],
  ])('makes the plan of %s with %j stale', async (tool, args) => {
    const { call, point, files: now, started } = await start();
    const before = await now();
    const { ticket = '', approval } = await call(tool, args);
    if (JSON.stringify(approval).includes('human')) await started.approve(String(ticket));
    await point('link', 'two');
    await expect(call(tool, { ...args, confirm: true, ticket })).rejects.toMatchObject({ code: 'stale' });
    expect(await now()).toEqual(before);
  });

  it.each<[tool: string, args: JsonObject]>([
    ['process_run', { argv: ['sh', 'one/show.sh', 'file'] }],
    ['shell_run', { command: 'cat *.txt file > list.txt' }],
  ])('takes away the consent of a person to %s, when an argument leads out of the workspace by it', async (tool, args) => {
    const outside = await tempFolder({ 'secret.txt': 'secret' });
    const { call, point, started } = await start();
    await point('file', 'one/same.txt');
    const { ticket = '' } = await call(tool, args);
    await started.approve(String(ticket));
    await point('file', join(outside, 'secret.txt'));
    await expect(call(tool, { ...args, confirm: true, ticket })).rejects.toMatchObject({ code: 'stale' });
  });
});
