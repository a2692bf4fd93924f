import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { github } from '../../connection.ts';
import { unchangedRefusal } from '../../issues/refusals.ts';
import { repositoryName } from '../../repository-name.ts';
import { markTexts } from '../../text/authored.ts';
import { textDigest } from '../../text/digest.ts';
import { isSameText } from '../../text/own-account.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import { type PullAnswer, pullAnswer, pullNumber, readPull, stateOf } from '../pull-answer.ts';
import { refused } from '../refusals.ts';

export const githubPrUpdate = github.write({
  name: 'github_pr_update',
  title: 'Change a pull request',
  toolset: 'pull-requests',
  risk: 'reversible',
  description: 'Change texts or base of a pull request, close or reopen it. Use github_issue_update for labels and assignees.',
  input: z
    .strictObject({
      repo: repositoryName,
      number: pullNumber,
      title: lineText('One line.').optional(),
      body: bodyText('Replaces all of it.').optional(),
      base: branchName('Branch to merge into.').optional(),
      state: z.enum(['open', 'closed']).optional().describe('To close or reopen.'),
    })
    .refine(({ title, body, base, state }) => [title, body, base, state].some((field) => field !== undefined), {
      error: 'Name something to change.',
    }),
  output: z.object({ number: z.int(), url: z.string(), state: z.enum(['open', 'closed', 'merged']), base: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, ...change } = input;
    const place = { reader, repository, signal };
    const [pull, sent] = await Promise.all([readPull({ ...place, number }), sentTexts({ texts: change, ...place })]);
    const [title, body] = await markTexts({
      texts: [pull.title, pull.body].map((text) => ({ author: pull.user, text })),
      limit: 5_000,
      ...place,
    });
    const isReopened = change.state === 'open' && pull.state === 'closed';
    return {
      description: `Change ${namesOf(change).join(', ')} of the pull request #${number} of ${repository} with ${profile.name}.`,
      guard: { visibility: sent.visibility, ...fieldsNow({ pull, change }) },
      before: { title, body, base: pull.base.ref, state: stateOf(pull) },
      details: sent.texts,
      warnings: [
        ...sent.warnings,
        ...(change.base === undefined ? [] : [`Commits that ${quoted(change.base)} lacks become part of it; reviews stay.`]),
      ],
      ...sent.approval,
      ...unchangedRefusal({ what: `#${number}`, isChanged: !has({ pull, change }) }),
      ...(isReopened && pull.merged ? { refusal: wasMerged(number) } : {}),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, number, ...change } = input;
    const path = '/pulls/{pull_number}';
    const values = { ...change, pull_number: number };
    return answerOf(await writer.send({ method: 'PATCH', repository, path, values, schema: pullAnswer, signal }));
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, number, ...change } = input;
    const pull = await readPull({ reader, repository, number, signal });
    return has({ pull, change }) ? { result: answerOf(pull) } : 'unknown';
  },
});

interface Change {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly base?: string | undefined;
  readonly state?: 'open' | 'closed' | undefined;
}

const namesOf = (change: Change): readonly string[] =>
  Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));

const has = ({ pull, change }: { pull: PullAnswer; change: Change }): boolean =>
  (change.title === undefined || isSameText(change.title, pull.title)) &&
  (change.body === undefined || isSameText(change.body, pull.body)) &&
  (change.base === undefined || change.base === pull.base.ref) &&
  (change.state === undefined || change.state === pull.state);

/** What will change as it is now; what it means to close one depends on whether it was merged. */
const fieldsNow = ({ pull, change }: { pull: PullAnswer; change: Change }) => ({
  ...(change.title === undefined ? {} : { title: textDigest(pull.title) }),
  ...(change.body === undefined ? {} : { body: textDigest(pull.body) }),
  ...(change.base === undefined ? {} : { base: pull.base.ref }),
  state: stateOf(pull),
});

const answerOf = (pull: PullAnswer) => ({
  number: pull.number,
  url: pull.html_url,
  state: stateOf(pull),
  base: pull.base.ref,
});

const wasMerged = (number: number) =>
  refused({
    message: `#${number} was merged, so it cannot be opened again.`,
    hint: 'Open another pull request.',
    reason: 'merged',
  });
