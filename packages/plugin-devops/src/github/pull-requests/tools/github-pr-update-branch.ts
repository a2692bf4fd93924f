import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { counted } from '../../../text/counted.ts';
import type { GitHubReader } from '../../client/github-reader.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { readAhead } from '../ahead.ts';
import { isFork, type PullAnswer, pullNumber, readPull } from '../pull-answer.ts';
import { closedRefusal, refused } from '../refusals.ts';
import { showPulls } from '../show-pull.ts';

export const githubPrUpdateBranch = github.write({
  name: 'github_pr_update_branch',
  title: 'Update the branch of a pull request',
  toolset: 'pull-requests',
  risk: 'reversible',
  description: 'Merge the base of a pull request into its branch. Use github_pr_merge to merge the pull request itself.',
  input: z.strictObject({ repo: repositoryName, number: pullNumber }),
  output: z.object({ number: z.int(), before: z.string(), accepted: z.literal(true) }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number } = input;
    const place = { reader, repository, signal };
    const pull = await readPull({ ...place, number });
    // By their commits: branches may be gone, and those of forks have names of their own.
    const { behind } = await readAhead({ base: pull.base.sha, head: pull.head.sha, ...place });
    const [shown] = await showPulls({ pulls: [pull], ...place });
    return {
      description: `Merge ${counted(behind, 'commit')} of the base into the branch of #${number} of ${repository} with ${profile.name}.`,
      guard: { head: pull.head.sha, base: pull.base.sha, state: pull.state },
      details: { title: shown?.title, head: shown?.head, base: pull.base.ref },
      warnings: isFork(pull) ? ['The branch lies in a fork.'] : [],
      ...(behind > 0 ? {} : { refusal: upToDate(number) }),
      ...(pull.mergeable === false ? { refusal: hasConflicts(number) } : {}),
      ...refusalOutside({ pull, reader }),
      ...closedRefusal(pull),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, number } = input;
    const path = '/pulls/{pull_number}/update-branch';
    const values = { pull_number: number, expected_head_sha: guard.head };
    try {
      await writer.send({ method: 'PUT', repository, path, values, schema: z.unknown(), signal });
    } catch (error) {
      // GitHub says 422 where the branch is not what was expected.
      if (!LineclearError.is(error) || error.code !== 'invalid_input') throw error;
      const pull = await readPull({ reader: writer.reader, repository, number, signal });
      throw pull.head.sha === guard.head ? error : movedOn(pull);
    }
    return answerOf({ number, before: guard.head });
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, number } = input;
    const { head } = await readPull({ reader, repository, number, signal });
    if (head.sha === guard.head) return 'unknown';
    const values = { ref: head.sha };
    const { parents } = await reader.get({ repository, path: '/commits/{ref}', values, schema: withParents, signal });
    const isOurs = [guard.head, guard.base].every((sha) => parents.some((parent) => parent.sha === sha));
    return isOurs ? { result: answerOf({ number, before: guard.head }) } : 'unknown';
  },
});

const withParents = z.object({ parents: z.array(z.object({ sha: z.string() })) });

const answerOf = ({ number, before }: { number: number; before: string }) => ({ number, before, accepted: true as const });

/** The branch of a fork is changed in the fork. */
const refusalOutside = ({ pull, reader }: { pull: PullAnswer; reader: GitHubReader }): { refusal?: LineclearError } => {
  const place = pull.head.repo?.full_name;
  if (place !== undefined && reader.reaches(place)) return {};
  return {
    refusal: new LineclearError(
      'forbidden',
      `The branch of #${pull.number} lies in a repository that this profile does not reach.`,
      {
        hint: 'Ask the author of the pull request to update it.',
        details: { reason: 'repository' },
        effect: 'none',
      },
    ),
  };
};

const upToDate = (number: number): LineclearError =>
  refused({
    message: `The branch of #${number} has everything of its base.`,
    hint: 'There is nothing to do.',
    reason: 'up_to_date',
  });

const hasConflicts = (number: number): LineclearError =>
  refused({
    message: `The branch of #${number} and its base have conflicts.`,
    hint: 'Merge them in a working copy, and push.',
    reason: 'merge_conflict',
  });

const movedOn = (pull: PullAnswer): LineclearError =>
  new LineclearError('conflict', `The branch of #${pull.number} moved on meanwhile.`, {
    effect: 'none',
    details: { reason: 'moved' },
  });
