import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { GitStore } from './git-store.ts';

const who = { name: 'Ada Lovelace', email: 'ada@example.com', date: '2026-01-02T03:04:05Z' };
const run = promisify(execFile);

const open = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'git-store-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = new GitStore(join(folder, 'r.git'));
  await store.init('main');
  const git = async (...args: string[]) => (await run('git', ['--git-dir', store.gitDir, ...args])).stdout;
  const save = async (files: Readonly<Record<string, string>>, base?: string) => {
    const changes = await Promise.all(
      Object.entries(files).map(async ([path, text]) => ({
        path,
        mode: '100644',
        sha: await store.writeBlob(Buffer.from(text)),
      })),
    );
    return store.writeTree({ base, changes });
  };
  return { store, git, save, folder };
};

test('what is written without git is what git writes', async () => {
  const { store, git, save, folder } = await open();
  // Git orders a folder as if its name ended with a slash: "a.b" before "a/", "a0" after it.
  const first = await save({ 'a/z.txt': '1\n', 'a.b': '2\n', a0: '3\n', 'é/ü/deep.txt': '4\n' });
  const second = await save({ 'a/y.txt': '5\n', 'é/ü/deep.txt': '6\n', new: '7\n' }, first);
  const commit = await store.writeCommit({ tree: second, parents: [], message: 'One\n\nTwo', author: who });
  await store.setRef('refs/heads/main', commit);
  await run('git', ['clone', '--quiet', store.gitDir, join(folder, 'work')]);
  await run('git', ['-C', join(folder, 'work'), 'rm', '--cached', '-r', '--quiet', '.']);
  await run('git', ['-C', join(folder, 'work'), 'add', '.']);
  expect((await run('git', ['-C', join(folder, 'work'), 'write-tree'])).stdout.trim()).toBe(second);
  expect(await git('fsck', '--strict', '--no-dangling')).toBe('');
  expect(await git('log', '-1', '--format=%T %an %aI%n%B', 'main')).toContain(`${second} Ada Lovelace`);
  expect(await store.commit(commit)).toEqual({
    sha: commit,
    tree: second,
    parents: [],
    author: who,
    committer: who,
    message: 'One\n\nTwo',
  });
});

test('what a push packed is read all the same', async () => {
  const { store, git, save } = await open();
  const commit = await store.writeCommit({ tree: await save({ 'a/b': '1\n' }), parents: [], message: 'One', author: who });
  await store.setRef('refs/heads/main', commit);
  await git('gc', '--quiet');
  expect(await store.resolve('refs/heads/main')).toBe(commit);
  expect(await store.resolve('refs/heads/other')).toBeUndefined();
  expect(await store.commit(commit)).toMatchObject({ author: who, message: 'One' });
  const tree = await store.writeTree({
    base: (await store.commit(commit)).tree,
    changes: [{ path: 'a/c', mode: '100644', sha: await store.writeBlob(Buffer.from('2\n')) }],
  });
  expect((await store.tree(tree, { isRecursive: true })).map(({ path }) => path)).toEqual(['a', 'a/b', 'a/c']);
});

test('a branch below the name of another one is refused, and leaves nothing behind', async () => {
  const { store, git, save } = await open();
  const commit = await store.writeCommit({ tree: await save({ a: '1\n' }), parents: [], message: 'One', author: who });
  await store.setRef('refs/heads/a/b', commit);
  await expect(store.setRef('refs/heads/a', commit)).rejects.toThrow('refs/heads/a');
  await expect(store.setRef('refs/heads/a/b/c', commit)).rejects.toThrow('refs/heads/a/b');
  await store.deleteRef('refs/heads/a/b');
  await store.setRef('refs/heads/a', commit);
  expect(await git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/a\n');
});

test('refs are listed as git lists them, with and without packs', async () => {
  const { store, git, save } = await open();
  const tree = await save({ 'a/b': '1\n' });
  const commit = await store.writeCommit({ tree, parents: [], message: 'One', author: who });
  for (const ref of ['refs/heads/main', 'refs/heads/a/z', 'refs/heads/a-b', 'refs/tags/plain']) await store.setRef(ref, commit);
  const listed = async (prefix: string) =>
    (await git('for-each-ref', '--format=%(refname) %(objectname) %(objecttype)', prefix)).trim().split('\n');
  const found = async (prefix: string) => (await store.refs(prefix)).map(({ ref, sha, type }) => `${ref} ${sha} ${type}`);
  const same = async () => {
    for (const prefix of ['refs', 'refs/heads', 'refs/tags']) expect(await found(prefix)).toEqual(await listed(prefix));
  };
  await same();
  await git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'tag', '-a', '-m', 'First', 'v1.0.0', commit);
  await same();
  await git('gc', '--quiet');
  await store.setRef('refs/heads/later', commit);
  await same();
  expect(await found('refs/tags')).toContainEqual(expect.stringMatching(/^refs\/tags\/v1\.0\.0 [0-9a-f]{40} tag$/));
});
