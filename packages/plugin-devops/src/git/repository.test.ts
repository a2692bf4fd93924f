import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { git, repository } from '../../test/repository.ts';
import { startWorkspace } from '../../test/start-workspace.ts';
import { tempFolder } from '../../test/temp-folder.ts';

const outside = { code: 'forbidden', details: { reason: 'repository_outside_roots' } };
const refused = async (root: string, folder = '.') => {
  const { call } = await startWorkspace({}, { root });
  await expect(call('git_status', { repository: folder })).rejects.toMatchObject(outside);
  await expect(call('git_log', { repository: folder })).rejects.toMatchObject(outside);
  await expect(call('git_diff', { repository: folder })).rejects.toMatchObject(outside);
  await expect(call('git_commit', { repository: folder, message: 'Escape' })).rejects.toMatchObject(outside);
  await expect(call('git_show', { repository: folder })).rejects.toMatchObject(outside);
  await expect(call('git_branch_create', { repository: folder, name: 'new' })).rejects.toMatchObject(outside);
  await expect(call('git_switch', { repository: folder, branch: 'main' })).rejects.toMatchObject(outside);
  await expect(call('git_stage', { repository: folder, paths: ['a.txt'] })).rejects.toMatchObject(outside);
  await expect(call('git_push', { repository: folder })).rejects.toMatchObject(outside);
};

describe('a repository', () => {
  it('is not looked for above the root', async () => {
    const above = await repository({ 'sub/a.txt': '' });
    const { call } = await startWorkspace({}, { root: join(above, 'sub') });
    await expect(call('git_status')).rejects.toMatchObject({ code: 'not_found', details: { reason: 'no_repository' } });
  });

  it('is refused when .git is a file or link that points outside (CVE-2025-68145)', async () => {
    const other = await repository();
    const root = await tempFolder({ 'file/.git': `gitdir: ${other}/.git\n` });
    await mkdir(join(root, 'link'));
    await symlink(join(other, '.git'), join(root, 'link/.git'));
    await refused(root, 'file');
    await refused(root, 'link');
  });

  it('is refused when it is a linked work tree of one outside', async () => {
    const other = await repository();
    const root = await tempFolder();
    git(other, 'worktree', 'add', '-q', join(root, 'tree'));
    await refused(root, 'tree');
  });

  it('may be a linked work tree or a submodule of one inside', async () => {
    const root = await tempFolder();
    const main = await repository();
    await rename(main, join(root, 'main'));
    git(join(root, 'main'), 'worktree', 'add', '-q', '-b', 'side', join(root, 'tree'));
    git(join(root, 'main'), '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', join(root, 'main'), 'inner');
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_status', { repository: 'tree' })).toMatchObject({ repository: 'tree', branch: 'side' });
    expect(await call('git_status', { repository: 'main/inner' })).toMatchObject({ repository: 'main/inner', branch: 'main' });
  });

  it('is refused when core.worktree moves its files outside', async () => {
    const root = await repository();
    const other = await tempFolder({ 'secret.txt': 'outside' });
    git(root, 'config', 'core.worktree', other);
    await refused(root);
  });

  it('is refused when its objects are outside: by alternates, also of alternates, or by a link', async () => {
    const other = await repository();
    const direct = await repository();
    await writeFile(join(direct, '.git/objects/info/alternates'), `${other}/.git/objects\n`);
    await refused(direct);

    const root = await tempFolder();
    const [first, second] = [await repository(), await repository()];
    await rename(first, join(root, 'first'));
    await rename(second, join(root, 'second'));
    await writeFile(join(root, 'second/.git/objects/info/alternates'), '../../../first/.git/objects\n');
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_status', { repository: 'second' })).toMatchObject({ branch: 'main' });
    await writeFile(join(root, 'first/.git/objects/info/alternates'), `${other}/.git/objects\n`);
    await refused(root, 'second');

    const linked = await repository();
    await rm(join(linked, '.git/objects'), { recursive: true });
    await symlink(join(other, '.git/objects'), join(linked, '.git/objects'));
    await refused(linked);
  });

  it('is refused when an alternate is written in quotes, which git takes off', async () => {
    const other = await repository();
    const root = await repository();
    await writeFile(join(root, '.git/objects/info/alternates'), `"${other}/.git/objects"\n`);
    expect(git(root, 'cat-file', '-t', git(other, 'rev-parse', 'HEAD'))).toBe('commit');
    await refused(root);
  });

  it.each(['objects/pack', 'packed-refs', 'index'])('is refused when its %s is a link to another one outside', async (part) => {
    const other = await repository({ 'secret.txt': 'outside' });
    git(other, 'gc', '-q');
    const root = await repository();
    await rm(join(root, '.git', part), { recursive: true, force: true });
    await symlink(join(other, '.git', part), join(root, '.git', part));
    await refused(root);
  });

  it('may have links inside the workspace, and links to nothing', async () => {
    const root = await repository();
    await rename(join(root, '.git/objects/pack'), join(root, '.git/packs'));
    await symlink('../packs', join(root, '.git/objects/pack'));
    await symlink('nothing', join(root, '.git/ORIG_HEAD'));
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_status')).toMatchObject({ branch: 'main' });
  });

  it('is not chosen by variables of this process or of the profile', async () => {
    const other = await repository({ 'secret.txt': 'outside' });
    const root = await repository();
    vi.stubEnv('GIT_DIR', join(other, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other);
    vi.stubEnv('GIT_CONFIG_PARAMETERS', "'core.worktree=/'");
    const { call } = await startWorkspace({}, { root, settings: { env: { GIT_DIR: join(other, '.git') } } });
    const status = await call('git_status');
    vi.unstubAllEnvs();
    expect(status).toMatchObject({ head: git(root, 'rev-parse', 'HEAD') });
  });

  it('is not a folder that only looks like a repository without a work tree', async () => {
    const bare = await tempFolder();
    git(bare, 'init', '-q', '--bare', 'planted');
    git(join(bare, 'planted'), 'config', 'core.fsmonitor', 'touch sprung');
    const { call } = await startWorkspace({}, { root: bare });
    await expect(call('git_status', { repository: 'planted' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'no_work_tree' },
    });
  });
});
