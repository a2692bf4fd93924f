import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { branchName } from '../../../git/branch-name.ts';
import { revision } from '../../../git/ref.ts';
import { checkOwnRevision } from '../own-revision.ts';
import { commitOf, refAnswer } from '../ref.ts';

export const githubBranchCreate = github.write({
  name: 'github_branch_create',
  title: 'Create a branch on GitHub',
  toolset: 'repositories',
  risk: 'additive',
  description: 'Create a branch on GitHub. Use git_branch_create and git_push to begin with local commits.',
  input: z.strictObject({
    repo: repositoryName,
    branch: branchName('Its name.'),
    from: revision('Branch, tag or commit to begin at.'),
  }),
  output: z.object({ branch: z.string(), commit: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, branch, from } = input;
    await checkOwnRevision({ reader, repository, revision: from, signal });
    const [existing, commit] = await Promise.all([
      reader.find({ repository, path: '/git/ref/{ref}', values: { ref: `heads/${branch}` }, schema: refAnswer, signal }),
      commitOf({ reader, repository, revision: from, signal }),
    ]);
    return {
      description: `Create the branch ${quoted(branch)} of ${repository} at ${quoted(from)} (${commit.slice(0, 12)}) with ${profile.name}.`,
      guard: { commit, existing: existing?.object.sha ?? null },
      ...(existing === undefined ? {} : { refusal: exists({ branch, commit: existing.object.sha }) }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { object } = await writer.send({
      method: 'POST',
      repository: input.repo,
      path: '/git/refs',
      values: { ref: `refs/heads/${input.branch}`, sha: guard.commit },
      schema: refAnswer,
      signal,
    });
    return { branch: input.branch, commit: object.sha };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const ref = `heads/${input.branch}`;
    const found = await reader.find({
      repository: input.repo,
      path: '/git/ref/{ref}',
      values: { ref },
      schema: refAnswer,
      signal,
    });
    // One that is not there may still come: a request that was given up may be at work.
    return found?.object.sha === guard.commit ? { result: { branch: input.branch, commit: guard.commit } } : 'unknown';
  },
});

const exists = ({ branch, commit }: { branch: string; commit: string }): LineclearError =>
  new LineclearError('conflict', `There is a branch ${quoted(branch)} already, at ${commit}.`, {
    hint: 'Use it, or choose another name.',
    details: { reason: 'exists', commit },
  });
