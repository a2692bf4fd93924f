import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type Branch, findBranch, noBranch } from '../branches/branch.ts';
import type { GitHubReader } from '../client/github-reader.ts';
import { repositoryAnswer, visibilityOf } from '../repositories/repository.ts';

/** An input field for the message of a commit. */
export const commitMessage = z
  .string()
  .trim()
  // Not as bounds of the schema, which would stand in every definition.
  .refine((text) => text.length >= 3 && text.length <= 5_000, 'Use 3 to 5,000 characters.')
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Not text.')
  .describe('Such as "Fix login timeout".');

/** Where a commit is to go. */
export interface CommitTarget {
  readonly branch: Branch | undefined;
  /** A repository without any commit, which takes its first one through a single file. */
  readonly isEmpty: boolean;
  readonly visibility: string;
  readonly warnings: readonly string[];
  readonly refusal: LineclearError | undefined;
}

/** What stands at the branch of a commit, and what its caller has to know of it. */
export const readTarget = async (request: {
  reader: GitHubReader;
  repository: string;
  branch: string;
  signal: AbortSignal;
}): Promise<CommitTarget> => {
  const { reader, repository, branch: name, signal } = request;
  const [branch, facts] = await Promise.all([
    findBranch({ reader, repository, branch: name, signal }),
    reader.get({ repository, path: '', schema: repositoryAnswer, signal }),
  ]);
  const { items } =
    branch === undefined ? await reader.page({ repository, path: '/branches', item, limit: 1, signal }) : { items: [1] };
  const isEmpty = items.length === 0;
  const visibility = visibilityOf(facts);
  return {
    branch,
    isEmpty,
    visibility,
    warnings: [
      ...(facts.default_branch === name ? [`This commits to the default branch ${quoted(name)}, without a pull request.`] : []),
      ...(branch?.isProtected === true ? ['The branch is protected: GitHub may refuse this.'] : []),
      ...(visibility === 'public' ? [`${repository} is public: everybody can read this.`] : []),
    ],
    refusal: refusalFor({ repository, name, isThere: branch !== undefined || isEmpty, isArchived: facts.archived }),
  };
};

const item = z.object({ name: z.string() });

const refusalFor = (request: { repository: string; name: string; isThere: boolean; isArchived: boolean }) => {
  const { repository, name, isThere, isArchived } = request;
  if (!isThere) return noBranch({ repository, branch: name });
  if (!isArchived) return undefined;
  return new LineclearError('conflict', `${repository} is archived, so it is read-only.`, {
    hint: 'Take it out of the archive first, with github_repo_update.',
    details: { reason: 'archived' },
    effect: 'none',
  });
};
