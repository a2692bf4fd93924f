import type { Signature } from '../git/commit-object.ts';
import type { RepositoryRecord } from '../model/records.ts';
import { stamp } from '../wire/links.ts';
import type { Store } from './store.ts';

/** Who somebody is in a commit of now. */
export const signatureOf = (store: Store, login: string): Signature => ({
  name: login,
  email: `${store.account(login).id}+${login}@users.noreply.github.com`,
  date: stamp(store.nowMs),
});

/** Commits one file (or its removal) on a branch, which is made where there is none. Yields the new commit. */
export const saveFile = async (
  store: Store,
  repository: RepositoryRecord,
  {
    branch,
    path,
    content,
    message,
    login,
    author = signatureOf(store, login),
    committer = author,
  }: {
    branch: string;
    path: string;
    /** Nothing to remove the file. */
    content: Uint8Array | undefined;
    message: string;
    login: string;
    author?: Signature;
    committer?: Signature;
  },
): Promise<string> => {
  const { git } = repository;
  const parent = await git.resolve(`refs/heads/${branch}`);
  const sha = content === undefined ? null : await git.writeBlob(content);
  const base = parent === undefined ? undefined : (await git.commit(parent)).tree;
  const tree = await git.writeTree({ base, changes: [{ path, sha, mode: '100644' }] });
  const parents = parent === undefined ? [] : [parent];
  const commit = await git.writeCommit({ tree, parents, message, author, committer });
  await moveBranch(store, repository, { branch, sha: commit });
  return commit;
};

/** Lets a branch point at another commit. */
export const moveBranch = async (
  store: Store,
  repository: RepositoryRecord,
  { branch, sha }: { branch: string; sha: string },
): Promise<void> => {
  await repository.git.setRef(`refs/heads/${branch}`, sha);
  repository.pushedAtMs = store.nowMs;
};
