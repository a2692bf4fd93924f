import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { login } from '../../issues/argument-lists.ts';
import { unchangedRefusal } from '../../issues/refusals.ts';
import { repositoryName } from '../../repository-name.ts';
import { markText } from '../../text/authored.ts';
import { type PullAnswer, pullAnswer, pullNumber, readPull } from '../pull-answer.ts';
import { closedRefusal } from '../refusals.ts';

const isTeam = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{0,98}$/i.test(name);
const team = z.string().refine(isTeam, 'Not the short name of a team.');

export const githubPrRequestReviewers = github.write({
  name: 'github_pr_request_reviewers',
  title: 'Ask for reviews',
  toolset: 'pull-requests',
  risk: 'reversible',
  description: 'Ask people or teams for reviews, or take it back. Use github_pr_review to review.',
  input: z
    .strictObject({
      repo: repositoryName,
      number: pullNumber,
      reviewers: z
        .array(login)
        .refine((names) => names.length <= 15, 'At most 15.')
        .default([])
        .describe('Logins.'),
      teams: z
        .array(team)
        .refine((names) => names.length <= 15, 'At most 15.')
        .default([])
        .describe('Short names.'),
      remove: z.boolean().default(false).describe('Take it back.'),
    })
    .refine(({ reviewers, teams }) => reviewers.length + teams.length > 0, { error: 'Name a reviewer or a team.' }),
  output: z.object({ number: z.int(), reviewers: z.array(z.string()), teams: z.array(z.string()) }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, reviewers, teams, remove } = input;
    const pull = await readPull({ reader, repository, number, signal });
    const who = [...reviewers, ...teams.map((name) => `the team ${name}`)].join(', ');
    const before = { reviewers: pull.requested_reviewers, teams: pull.requested_teams };
    const isAuthor = !remove && reviewers.some((name) => isSame(name, pull.user?.login));
    return {
      description: remove
        ? `Take back the request to ${who} to review #${number} of ${repository} with ${profile.name}.`
        : `Ask ${who} to review #${number} of ${repository} with ${profile.name}.`,
      guard: { ...before, state: pull.state },
      before,
      details: {
        reviewers,
        teams,
        remove,
        pull_request: await markText({ author: pull.user, text: pull.title, repository, reader, signal }),
      },
      ...unchangedRefusal({ what: 'The list of reviewers', isChanged: !has({ pull, asked: input }) }),
      ...closedRefusal(pull),
      ...(isAuthor ? { refusal: ownPull() } : {}),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, number, reviewers, teams, remove } = input;
    const path = '/pulls/{pull_number}/requested_reviewers';
    const method = remove ? 'DELETE' : 'POST';
    const values = { pull_number: number, reviewers, team_reviewers: teams };
    return answerOf(await writer.send({ method, repository, path, values, schema: pullAnswer, signal }));
  },
  reconcile: async ({ input, reader, signal }) => {
    const pull = await readPull({ reader, repository: input.repo, number: input.number, signal });
    return has({ pull, asked: input }) ? { result: answerOf(pull) } : 'unknown';
  },
});

interface Asked {
  readonly reviewers: readonly string[];
  readonly teams: readonly string[];
  readonly remove: boolean;
}

/** Whether the lists are as they were asked for. */
const has = ({ pull, asked }: { pull: PullAnswer; asked: Asked }): boolean => {
  const isListed = (list: readonly string[]) => (name: string) => list.some((one) => isSame(one, name)) !== asked.remove;
  return asked.reviewers.every(isListed(pull.requested_reviewers)) && asked.teams.every(isListed(pull.requested_teams));
};

const isSame = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();

const answerOf = (pull: PullAnswer) => ({
  number: pull.number,
  reviewers: pull.requested_reviewers,
  teams: pull.requested_teams,
});

const ownPull = (): LineclearError =>
  new LineclearError('conflict', 'Nobody reviews a pull request of their own.', {
    hint: 'Leave its author out.',
    details: { reason: 'author' },
  });
