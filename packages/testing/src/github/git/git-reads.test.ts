import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { changedFiles } from './diff.ts';
import { GitStore } from './git-store.ts';
import { mergeTrees } from './merge.ts';

const who = { name: 'Ada Lovelace', email: 'ada@example.com', date: '2026-01-02T03:04:05Z' };
const run = promisify(execFile);

/** `main` and `side` come from one commit; `lone` has nothing in common with them. */
const startHistory = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'git-reads-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = new GitStore(join(folder, 'r.git'));
  await store.init('main');
  const commit = async (files: Readonly<Record<string, string>>, parent?: string) => {
    const changes = await Promise.all(
      Object.entries(files).map(async ([path, content]) => ({
        path,
        mode: '100644',
        sha: await store.writeBlob(Buffer.from(content)),
      })),
    );
    const base = parent === undefined ? undefined : (await store.commit(parent)).tree;
    const tree = await store.writeTree({ base, changes });
    const message = `Write ${Object.keys(files).join()}\n\nBecause.`;
    return store.writeCommit({ tree, parents: parent === undefined ? [] : [parent], message, author: who });
  };
  const first = await commit({ 'a/b/c.txt': '1\n2\n3\n', 'naïve "x".txt': 'one\n', 'z.bin': '\0\u0001\u0002' });
  const second = await commit({ 'a/b/c.txt': '1\n2\nthree\n', 'a/new.txt': 'new\n' }, first);
  const side = await commit({ 'z.bin': '\0\t', 'naïve "x".txt': 'two\n' }, first);
  const lone = await commit({ lone: '' });
  const named = { main: second, side, lone, 'v1.0.0': first };
  for (const [name, sha] of Object.entries(named)) {
    await store.setRef(name === 'v1.0.0' ? `refs/tags/${name}` : `refs/heads/${name}`, sha);
  }
  return { store, gitDir: store.gitDir, first, second, side, lone };
};

type History = Awaited<ReturnType<typeof startHistory>>;

// Named by what they ask, so that a difference names itself.
const questions: Readonly<Record<string, (git: GitStore, history: History) => Promise<unknown>>> = {
  'the tree of a commit': (git, { second }) => git.tree(second),
  'everything below a tree': async (git, { second }) => git.tree((await git.commit(second)).tree, { isRecursive: true }),
  'a file of a commit': (git, { second }) => git.entry(second, 'a/b/c.txt'),
  'a folder of a commit': (git, { second }) => git.entry(second, 'a/b/'),
  'a path that is not there': (git, { second }) => git.entry(second, 'a/b/c.txt/d'),
  'a file': async (git, { first }) => git.blob((await git.entry(first, 'z.bin'))?.sha ?? ''),
  'a commit as a tree': (git, { first }) => git.resolve(first, 'tree'),
  'a commit as a file': (git, { first }) => git.resolve(first, 'blob'),
  'a branch as a tag object': (git) => git.resolve('refs/heads/main', 'tag'),
  'a name of nothing': (git) => git.resolve('0123456789'.repeat(4)),
  'one ref by its name': (git) => git.refs('refs/tags/v1.0.0'),
  'a ref that is not there': (git) => git.refs('refs/tags/v1.0'),
  'a name with dots': (git) => git.isRefName('refs/tags/v1.0.0'),
  'a name that git keeps for itself': (git) => git.isRefName('refs/heads/a.lock'),
  'the commits before one': (git, { second }) => git.log({ range: second }),
  'the last commit': (git, { second }) => git.log({ range: second, limit: 1 }),
  'the commits since the two parted': (git, { second, side }) => git.log({ range: `${second}..${side}` }),
  'the commits of nothing': (git, { first, side }) => git.log({ range: `${side}..${first}` }),
  'where two parted': (git, { second, side }) => git.mergeBase(second, side),
  'where two never met': (git, { second, lone }) => git.mergeBase(second, lone),
  'who comes from whom': async (git, { first, second, side }) => [
    await git.isAncestor(first, second),
    await git.isAncestor(second, first),
    await git.isAncestor(side, second),
  ],
  'a merge of what only one side changed': (git, { first, second }) => mergeTrees(git, { ours: first, theirs: second }),
  'a merge of both sides': (git, { second, side }) => mergeTrees(git, { ours: second, theirs: side }),
};

test.each(Object.entries(questions))('%s is answered from loose objects as git answers from a pack', async (_what, ask) => {
  const history = await startHistory();
  const answer = await ask(new GitStore(history.gitDir), history);
  await run('git', ['--git-dir', history.gitDir, '-c', 'gc.pruneExpire=never', 'gc', '--quiet']);
  expect(await ask(new GitStore(history.gitDir), history)).toEqual(answer);
});

test('a ref that is removed is gone with its folders', async () => {
  const { store, first } = await startHistory();
  await store.setRef('refs/heads/a/b/c', first);
  await store.deleteRef('refs/heads/a/b/c');
  await store.setRef('refs/heads/a', first);
  expect((await store.refs('refs/heads')).map(({ ref }) => ref)).toEqual([
    'refs/heads/a',
    'refs/heads/lone',
    'refs/heads/main',
    'refs/heads/side',
  ]);
});

test('every changed file has its own patch, binary and oddly named ones too', async () => {
  const { store, first, side, second } = await startHistory();
  const files = await changedFiles(store, { from: second, to: side });
  expect(files.map(({ path, status, additions, deletions, patch }) => [path, status, additions, deletions, patch])).toEqual([
    ['a/b/c.txt', 'modified', 1, 1, '@@ -1,3 +1,3 @@\n 1\n 2\n-three\n+3'],
    ['a/new.txt', 'removed', 0, 1, '@@ -1 +0,0 @@\n-new'],
    ['naïve "x".txt', 'modified', 1, 1, '@@ -1 +1 @@\n-one\n+two'],
    ['z.bin', 'modified', 0, 0, undefined],
  ]);
  expect(await changedFiles(store, { from: first, to: first })).toEqual([]);
});
