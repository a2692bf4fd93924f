import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { counted } from '../../../text/counted.ts';
import type { GitHubReader } from '../../client/github-reader.ts';
import { commitAnswer, showCommits } from '../../commits/commit.ts';
import { github } from '../../connection.ts';
import { repositoryAnswer } from '../../repositories/repository.ts';
import { repositoryName } from '../../repository-name.ts';
import { findBranch, noBranch } from '../branch.ts';

export const githubBranchDelete = github.write({
  name: 'github_branch_delete',
  title: 'Delete a branch on GitHub',
  toolset: 'repositories',
  risk: 'destructive',
  description: 'Delete a branch on GitHub. Local branches stay.',
  input: z.strictObject({ repo: repositoryName, branch: branchName('Its name.') }),
  output: z.object({ branch: z.string(), commit: z.string().describe('Where it was.') }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, branch } = input;
    const [found, { default_branch: main }] = await Promise.all([
      findBranch({ reader, repository, branch, signal }),
      reader.get({ repository, path: '', schema: repositoryAnswer, signal }),
    ]);
    const refusal = refusalFor({ found, branch, main, repository });
    const lost = await lossOf({ reader, repository, branch, main, isThere: found !== undefined, signal });
    const { unmerged, commits, pulls } = lost;
    return {
      description: `Delete the branch ${quoted(branch)} of ${repository} at ${found?.head.slice(0, 12) ?? 'nothing'} with ${profile.name}: ${lossText({ unmerged, main })}.`,
      guard: { commit: found?.head ?? null, isProtected: found?.isProtected ?? false, main, unmerged, pulls },
      before: { commit: found?.head ?? null },
      ...(commits.length === 0
        ? {}
        : { details: { unmerged: commits, unmerged_left_out: unmerged === null ? null : unmerged - commits.length } }),
      warnings:
        pulls.length === 0
          ? []
          : [`This closes ${counted(pulls.length, 'open pull request')}: ${pulls.map((number) => `#${number}`).join(', ')}.`],
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, branch } = input;
    const values = { ref: `heads/${branch}` };
    await writer.send({ method: 'DELETE', repository, path: '/git/refs/{ref}', values, schema: z.unknown(), signal });
    return { branch, commit: guard.commit ?? '' };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, branch } = input;
    // One that is there may still go: a request that was given up may be at work.
    if ((await findBranch({ reader, repository, branch, signal })) !== undefined) return 'unknown';
    return { result: { branch, commit: guard.commit ?? '' } };
  },
});

/** What is on no other branch that counts, and who still works with it. */
const lossOf = async (request: {
  reader: GitHubReader;
  repository: string;
  branch: string;
  main: string;
  isThere: boolean;
  signal: AbortSignal;
}) => {
  const { reader, repository, branch, main, isThere, signal } = request;
  if (!isThere || branch === main) return { unmerged: 0, commits: [], pulls: [] };
  const [compared, open] = await Promise.all([
    reader.find({
      repository,
      path: '/compare/{basehead}',
      values: { basehead: `${main}...${branch}`, per_page: 10 },
      schema: comparison,
      signal,
    }),
    reader.all({
      repository,
      path: '/pulls',
      values: { state: 'open', head: `${repository.split('/')[0]}:${branch}` },
      item: pull,
      signal,
    }),
  ]);
  // GitHub compares nothing that has no beginning in common, such as the pages of a site.
  const { ahead_by: unmerged, commits: lost } = compared ?? {
    ahead_by: null,
    commits: (await reader.page({ repository, path: '/commits', values: { sha: branch }, item: commitAnswer, limit: 10, signal }))
      .items,
  };
  const commits = await showCommits({ commits: lost, repository, reader, signal });
  return { unmerged, commits, pulls: open.map(({ number }) => number) };
};

const lossText = ({ unmerged, main }: { unmerged: number | null; main: string }): string =>
  unmerged === null
    ? `it has nothing in common with ${quoted(main)}, so none of its commits is there`
    : `${counted(unmerged, 'commit')} of it ${unmerged === 1 ? 'is' : 'are'} not in ${quoted(main)}`;

const comparison = z.object({ ahead_by: z.int(), commits: z.array(commitAnswer) });
const pull = z.object({ number: z.int() });

const refusalFor = (request: {
  found: { isProtected: boolean } | undefined;
  branch: string;
  main: string;
  repository: string;
}): LineclearError | undefined => {
  const { found, branch, main, repository } = request;
  if (found === undefined) return noBranch({ repository, branch });
  const why = branch === main ? 'default' : found.isProtected ? 'protected' : undefined;
  if (why === undefined) return undefined;
  return new LineclearError(
    'forbidden',
    `${quoted(branch)} is ${why === 'default' ? 'the default branch' : 'a protected branch'} of ${repository}.`,
    {
      hint:
        why === 'default'
          ? 'Make another branch the default one first, with github_repo_update.'
          : 'A person has to take the protection away first.',
      details: { reason: `${why}_branch` },
      effect: 'none',
    },
  );
};
