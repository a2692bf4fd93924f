import type { Signature } from './commit-object.ts';
import type { GitStore } from './git-store.ts';

/** The tree of a merge, or the files that are in conflict. */
export type MergedTree = { readonly tree: string } | { readonly conflicts: readonly string[] };

/** Merges two commits without a working tree. */
export const mergeTrees = async (git: GitStore, { ours, theirs }: { ours: string; theirs: string }): Promise<MergedTree> => {
  const one = await oneSided(git, { ours, theirs });
  if (one !== undefined) return { tree: one };
  const { code, text } = await git.fact({
    args: ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', '--allow-unrelated-histories', ours, theirs],
    allowed: [0, 1],
  });
  const [tree = '', ...paths] = text.split('\0').filter((part) => part !== '');
  return code === 0 ? { tree } : { conflicts: paths };
};

/** The tree of a merge in which one side, or neither, changed anything. */
const oneSided = async (git: GitStore, { ours, theirs }: { ours: string; theirs: string }): Promise<string | undefined> => {
  const base = await git.mergeBase(ours, theirs);
  if (base === undefined) return undefined;
  const [before, left, right] = await Promise.all([base, ours, theirs].map(async (sha) => (await git.commit(sha)).tree));
  if (right === before || right === left) return left;
  return left === before ? right : undefined;
};

/** Puts the commits of `theirs` that `ours` has not on top of it, one after the other; nothing where one does not fit. */
export const rebase = async (
  git: GitStore,
  { ours, theirs, committer }: { ours: string; theirs: string; committer: Signature },
): Promise<string | undefined> => {
  const { text } = await git.fact({ args: ['rev-list', '--reverse', '--no-merges', `${ours}..${theirs}`] });
  let top = ours;
  for (const sha of text.split('\n').filter((line) => line !== '')) {
    const tree = await pickedTree(git, { top, sha, committer });
    if (tree === undefined) return undefined;
    const { author, message } = await git.commit(sha);
    top = await git.writeCommit({ tree, parents: [top], message, author, committer });
  }
  return top;
};

/** The tree of one commit's change upon another commit: a merge whose common ancestor is the commit's own parent. */
const pickedTree = async (
  git: GitStore,
  { top, sha, committer }: { top: string; sha: string; committer: Signature },
): Promise<string | undefined> => {
  const { parents, tree } = await git.commit(sha);
  const [parent] = parents;
  const stand = { message: 'stand-in', author: committer };
  const before = parent === undefined ? await git.writeTree({ base: undefined, changes: [] }) : (await git.commit(parent)).tree;
  const base = await git.writeCommit({ ...stand, tree: before, parents: [] });
  const ours = await git.writeCommit({ ...stand, tree: (await git.commit(top)).tree, parents: [base] });
  const theirs = await git.writeCommit({ ...stand, tree, parents: [base] });
  const merged = await mergeTrees(git, { ours, theirs });
  return 'tree' in merged ? merged.tree : undefined;
};
