import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExitError } from '../exit-codes.ts';
import { findConfig } from './find-config.ts';
import { findFolders, makePrivateFolder } from './folders.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lineclear-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('follows LINECLEAR_STATE, then XDG, then the usual places; a relative XDG path counts as none', () => {
  expect(findFolders({ env: { LINECLEAR_STATE: 'here' }, home, cwd: '/project' })).toMatchObject({ state: '/project/here' });
  expect(findFolders({ env: { XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c' }, home, cwd: '/' })).toMatchObject({
    state: '/s/lineclear',
    config: '/c/lineclear',
  });
  const usual = { state: join(home, '.local/state/lineclear'), config: join(home, '.config/lineclear') };
  expect(findFolders({ env: { XDG_STATE_HOME: 's', XDG_CONFIG_HOME: '' }, home, cwd: '/' })).toMatchObject(usual);
});

test('makes a folder for this user alone, and closes one that is open', async () => {
  const made = join(home, 'a', 'b');
  await makePrivateFolder(made);
  expect((await stat(made)).mode & 0o777).toBe(0o700);

  const open = join(home, 'open');
  await mkdir(open);
  await chmod(open, 0o755);
  await makePrivateFolder(open);
  expect((await stat(open)).mode & 0o777).toBe(0o700);
});

test('a file in the place of a folder is one line and an exit code', async () => {
  await writeFile(join(home, 'file'), '');
  await expect(makePrivateFolder(join(home, 'file', 'state'))).rejects.toBeInstanceOf(ExitError);
});

test('the flag wins over the variable, the variable over the project, the project over the user', async () => {
  const project = join(home, 'project');
  const folders = findFolders({ env: {}, home, cwd: project });
  const paths = {
    flag: join(home, 'flag.yaml'),
    variable: join(home, 'variable.yaml'),
    project: join(project, 'lineclear.yaml'),
    user: join(folders.config, 'lineclear.yaml'),
  };
  await mkdir(project);
  await mkdir(folders.config, { recursive: true });
  for (const path of Object.values(paths)) await writeFile(path, '');
  const env = { LINECLEAR_CONFIG: paths.variable };

  expect(await findConfig({ named: '../flag.yaml', surroundings: { env, cwd: project }, folders })).toBe(paths.flag);
  expect(await findConfig({ named: undefined, surroundings: { env, cwd: project }, folders })).toBe(paths.variable);
  expect(await findConfig({ named: undefined, surroundings: { env: {}, cwd: project }, folders })).toBe(paths.project);
  await rm(paths.project);
  expect(await findConfig({ named: undefined, surroundings: { env: {}, cwd: project }, folders })).toBe(paths.user);
  await rm(paths.user);
  expect(await findConfig({ named: undefined, surroundings: { env: {}, cwd: project }, folders })).toBeUndefined();
});

test('a named file that is not there is never passed over', async () => {
  const folders = findFolders({ env: {}, home, cwd: home });
  await expect(findConfig({ named: 'gone.yaml', surroundings: { env: {}, cwd: home }, folders })).rejects.toThrow('--config');
  await expect(
    findConfig({ named: undefined, surroundings: { env: { LINECLEAR_CONFIG: 'gone.yaml' }, cwd: home }, folders }),
  ).rejects.toThrow('LINECLEAR_CONFIG');
});
