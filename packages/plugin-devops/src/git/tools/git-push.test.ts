import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bareRepository, git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

/** A repository on the branch `topic` with one commit more than `main` of its remote. */
const start = async (settings: { push_to?: string[]; protected_branches?: string[] } = {}) => {
  const root = await repository({ 'a.txt': 'one\n' });
  const remote = await bareRepository();
  git(root, 'remote', 'add', 'origin', `file://${remote}`);
  git(root, 'push', '-q', 'origin', 'main');
  git(root, 'checkout', '-q', '-b', 'topic');
  const commit = async (text: string, path = 'a.txt') => {
    await writeFile(join(root, path), text);
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', `Say ${text.trim().slice(0, 20)}`);
    return git(root, 'rev-parse', 'HEAD');
  };
  await commit('two\n');
  const workspace = await startWorkspace({}, { root, settings: { git: { push_to: [`file://${remote}`], ...settings } } });
  return { ...workspace, remote, commit };
};

describe('git_push', () => {
  it('creates a branch, after a preview that says which commits and files go where', async () => {
    const { confirm, root, remote } = await start();
    const { preview, outcome } = await confirm('git_push');
    const head = git(root, 'rev-parse', 'HEAD');
    expect(preview).toMatchObject({
      description: `Create branch "topic" of file://${remote} from "." in test: 1 commit, 1 file`,
      risk: 'reversible',
      approval: { required: 'model' },
      changes: [expect.stringMatching(/^[0-9a-f]{12} Say two \(Ann\)$/)],
      details: { url: `file://${remote}`, files: ['a.txt'], commits_left_out: 0, files_left_out: 0 },
      warnings: [],
    });
    expect(outcome).toMatchObject({ result: { branch: 'topic', commit: head }, effect: { remote_commit: head, is_there: true } });
    expect(git(remote, 'rev-parse', 'topic')).toBe(head);
    expect(git(root, 'rev-parse', 'origin/topic')).toBe(head);
    await expect(confirm('git_push')).rejects.toMatchObject({ details: { reason: 'nothing_to_push' } });
  });

  it.each([
    ['topic', 'topic/one'],
    ['topic/one', 'topic'],
  ])('says that %s is in the way of %s, as a file of a folder', async (there, wanted) => {
    const { call, root, remote } = await start();
    git(root, 'push', '-q', 'origin', `HEAD:refs/heads/${there}`);
    git(root, 'branch', '-m', wanted);
    await expect(call('git_push')).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'name_taken', branch: there },
      hint: expect.stringContaining('another name'),
    });
    expect(git(remote, 'branch', '--list', wanted)).toBe('');
  });

  it('continues a branch, and sends nothing before the confirmation', async () => {
    const { call, confirm, commit, remote } = await start();
    await confirm('git_push');
    const before = git(remote, 'rev-parse', 'topic');
    const head = await commit('three\n');
    expect(await call('git_push')).toMatchObject({
      description: expect.stringMatching(/^Update branch "topic".*: 1 commit, 1 file$/),
    });
    expect(git(remote, 'rev-parse', 'topic')).toBe(before);
    await confirm('git_push', { branch: 'topic' });
    expect(git(remote, 'rev-parse', 'topic')).toBe(head);
  });

  it('replaces no history, unless asked to with a lease, and then says what is lost', async () => {
    const { call, confirm, started, root, remote, commit } = await start();
    await confirm('git_push');
    git(root, 'reset', '-q', '--hard', 'main');
    const head = await commit('other\n');
    await expect(call('git_push')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'diverged' } });
    const args = { force_with_lease: true };
    const preview = await call('git_push', args);
    expect(preview).toMatchObject({
      risk: 'destructive',
      approval: { required: 'client' },
      description: expect.stringMatching(/^Replace branch "topic"/),
      details: { commits_lost: [expect.stringContaining('Say two')] },
      warnings: ["The remote's branch loses 1 commit."],
    });
    await started.confirmTool('git_push', args);
    expect(git(remote, 'rev-parse', 'topic')).toBe(head);
  });

  it('is stale when the remote, or the branch, moved after the preview', async () => {
    const { call, commit, root, remote } = await start();
    await call('git_push');
    git(root, 'push', '-q', remote, 'main:topic');
    await expect(call('git_push', { confirm: true })).rejects.toMatchObject({ code: 'stale' });
    await call('git_push');
    await commit('three\n');
    await expect(call('git_push', { confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(git(remote, 'rev-parse', 'topic')).toBe(git(root, 'rev-parse', 'main'));
  });

  it('does not touch what the remote has and the repository does not know', async () => {
    const { call, root, remote } = await start();
    const other = await repository({ 'z.txt': 'theirs\n' });
    git(other, 'push', '-q', remote, 'main:topic');
    await expect(call('git_push')).rejects.toMatchObject({ details: { reason: 'remote_is_ahead' } });
    expect(await call('git_push', { force_with_lease: true })).toMatchObject({
      details: { commits_lost: 'unknown' },
      warnings: [expect.stringContaining('does not have')],
    });
    expect(git(remote, 'rev-parse', 'topic')).not.toBe(git(root, 'rev-parse', 'topic'));
  });

  it('never pushes protected branches, forced or not', async () => {
    const { call, root, commit } = await start({ protected_branches: ['main', 'release/*'] });
    git(root, 'checkout', '-q', '-b', 'release/1');
    await commit('three\n');
    for (const branch of ['main', 'release/1'])
      for (const force_with_lease of [false, true])
        await expect(call('git_push', { branch, force_with_lease })).rejects.toMatchObject({
          code: 'forbidden',
          details: { reason: 'protected_branch' },
        });
  });

  it('pushes only where the profile says', async () => {
    const { call, root } = await start();
    const elsewhere = await bareRepository();
    git(root, 'remote', 'add', 'elsewhere', `file://${elsewhere}`);
    const unlisted = { code: 'forbidden', details: { reason: 'remote_not_listed' } };
    await expect(call('git_push', { remote: 'elsewhere' })).rejects.toMatchObject(unlisted);
    git(root, 'config', 'remote.origin.pushurl', `file://${elsewhere}`);
    await expect(call('git_push')).rejects.toMatchObject(unlisted);
    await expect(call('git_push', { remote: 'missing' })).rejects.toMatchObject({ details: { reason: 'no_remote' } });
    for (const remote of [`file://${elsewhere}`, elsewhere, '--mirror', '-f', 'ext::sh -c id', '.', 'a b'])
      await expect(call('git_push', { remote }), remote).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('pushes to no repository inside the workspace: its hooks would run', async () => {
    const root = await repository();
    git(root, 'init', '-q', '--bare', 'inner.git');
    git(root, 'checkout', '-q', '-b', 'topic');
    git(root, 'remote', 'add', 'origin', join(root, 'inner.git'));
    const { call } = await startWorkspace({}, { root, settings: { git: { push_to: [`${root}/`] } } });
    await expect(call('git_push')).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'remote_in_roots' } });
  });

  it('reports what the remote refuses', async () => {
    const { confirm, remote } = await start();
    await writeFile(join(remote, 'hooks/pre-receive'), '#!/bin/sh\necho No entry >&2\nexit 1\n');
    await chmod(join(remote, 'hooks/pre-receive'), 0o755);
    await expect(confirm('git_push')).rejects.toMatchObject({
      code: 'forbidden',
      details: { cause: { reason: 'rejected_by_remote', upstream: '[remote rejected] (pre-receive hook declined)' } },
    });
  });

  it('says so when the remote is gone', async () => {
    const { call, root } = await start({ push_to: ['file:///nowhere/'] });
    git(root, 'remote', 'set-url', 'origin', 'file:///nowhere/at-all.git');
    await expect(call('git_push')).rejects.toMatchObject({ code: 'not_found', details: { reason: 'no_repository_there' } });
  });
});
