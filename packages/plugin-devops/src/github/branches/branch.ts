import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/branches/branches#get-a-branch */
const branchAnswer = z.object({
  name: z.string(),
  protected: z.boolean(),
  commit: z.object({ sha: z.string(), commit: z.object({ tree: z.object({ sha: z.string() }) }) }),
});

export interface Branch {
  readonly head: string;
  /** The tree of its newest commit. */
  readonly tree: string;
  readonly isProtected: boolean;
}

/** A branch as it is now, or undefined. */
export const findBranch = async (request: {
  reader: GitHubReader;
  repository: string;
  branch: string;
  signal: AbortSignal;
}): Promise<Branch | undefined> => {
  const { reader, repository, branch, signal } = request;
  const values = { branch };
  const found = await reader.find({ repository, path: '/branches/{branch}', values, schema: branchAnswer, signal });
  // A branch that was renamed is answered under its new name.
  if (found === undefined || found.name !== branch) return undefined;
  return { head: found.commit.sha, tree: found.commit.commit.tree.sha, isProtected: found.protected };
};

export const noBranch = ({ repository, branch }: { repository: string; branch: string }): LineclearError =>
  new LineclearError('not_found', `${repository} has no branch ${quoted(branch)}.`, {
    hint: 'github_branch_list shows what there is; github_branch_create makes one.',
    details: { reason: 'branch' },
    effect: 'none',
  });
