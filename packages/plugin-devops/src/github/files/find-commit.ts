import type { GitHubReader } from '../client/github-reader.ts';
import { findBranch } from '../branches/branch.ts';
import { commitAnswer } from '../commits/commit.ts';
import { openTree } from './tree.ts';

/** The commit with this message that gave a file of a branch its content of now; undefined where another did. */
export const findCommitOf = async (request: {
  reader: GitHubReader;
  repository: string;
  branch: string;
  path: string;
  /** The id of the content; null for a file that is gone. */
  sha: string | null;
  message: string;
  signal: AbortSignal;
}): Promise<string | undefined> => {
  const { reader, repository, branch: name, path, sha, message, signal } = request;
  const branch = await findBranch({ reader, repository, branch: name, signal });
  if (branch === undefined) return undefined;
  const entry = await openTree({ reader, repository, tree: branch.tree, signal })(path);
  if ((entry?.sha ?? null) !== sha) return undefined;
  const values = { sha: branch.head, path };
  const { items } = await reader.page({ repository, path: '/commits', values, item: commitAnswer, limit: 1, signal });
  const [newest] = items;
  return newest?.commit.message.trim() === message ? newest.sha : undefined;
};
