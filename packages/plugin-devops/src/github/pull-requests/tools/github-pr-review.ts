import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { counted } from '../../../text/counted.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { markText } from '../../text/authored.ts';
import { isSameText, ownAccount, ownLogin } from '../../text/own-account.ts';
import { bodyText, sentTexts } from '../../text/sent-texts.ts';
import { placesOutside } from '../diff-lines.ts';
import { type PullPlace, pullNumber, readPull } from '../pull-answer.ts';
import { readFiles } from '../pull-files.ts';
import { closedRefusal, refused } from '../refusals.ts';
import { movedRefusal, reviewedCommit } from '../reviewed-commit.ts';
import { readReviews, reviewAnswer, type ReviewAnswer } from '../reviews.ts';

const lineComment = z.strictObject({
  path: z.string().min(1).describe('File.'),
  line: z.int().min(1).describe('Last line.'),
  start_line: z.int().min(1).optional().describe('First.'),
  side: z.enum(['LEFT', 'RIGHT']).default('RIGHT').describe('LEFT: before.'),
  body: bodyText('Markdown.').min(1),
});

const verdicts = { approve: 'APPROVE', request_changes: 'REQUEST_CHANGES', comment: 'COMMENT' } as const;
const states = { approve: 'APPROVED', request_changes: 'CHANGES_REQUESTED', comment: 'COMMENTED' } as const;

export const githubPrReview = github.write({
  name: 'github_pr_review',
  title: 'Review a pull request',
  toolset: 'pull-requests',
  risk: 'reversible',
  description: 'Send a review with comments on lines. Use github_pr_comment to talk.',
  input: z
    .strictObject({
      repo: repositoryName,
      number: pullNumber,
      verdict: z.enum(['approve', 'request_changes', 'comment']).describe('What to say.'),
      commit: reviewedCommit,
      body: bodyText('Markdown.').default(''),
      comments: z
        .array(lineComment)
        .refine((all) => all.length <= 50, 'At most 50.')
        .default([])
        .describe('On lines of the diff.'),
    })
    .refine(({ verdict, body }) => verdict === 'approve' || body.trim() !== '', {
      error: 'This verdict needs a text.',
      path: ['body'],
    }),
  output: z.object({ id: z.int(), url: z.string(), state: z.string(), commit: z.string() }),
  classify: ({ input }) => (input.verdict === 'comment' ? { risk: 'additive' } : {}),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, verdict, commit, body, comments } = input;
    const where = { reader, repository, signal };
    const pull = await readPull({ ...where, number });
    const head = pull.head.sha;
    const [files, same, sent, login] = await Promise.all([
      comments.length === 0 ? [] : readFiles({ ...where, number }),
      sameReviews({ ...where, number, input, head }),
      sentTexts({ texts: { body, comments }, ...where }),
      ownLogin({ reader, signal }),
    ]);
    const outside = placesOutside({ places: comments, files });
    const isOwn = login !== undefined && login.toLowerCase() === pull.user?.login.toLowerCase();
    const what = comments.length === 0 ? '' : ` and ${counted(comments.length, 'comment')} on lines`;
    return {
      description: `${doing[verdict]} #${number} of ${repository} at ${head.slice(0, 12)} with ${profile.name}${what}.`,
      guard: { head, state: pull.state, same: same.map(({ id }) => id), visibility: sent.visibility },
      details: {
        ...sent.texts,
        verdict,
        commit: head,
        pull_request: await markText({ author: pull.user, text: pull.title, ...where }),
      },
      warnings: [...sent.warnings, ...(same.length === 0 ? [] : ['You said the same of this commit already.'])],
      ...sent.approval,
      // An approval speaks for the person whose credentials these are, and may be what a rule waits for.
      ...(verdict === 'approve' ? { approval: 'client' as const } : {}),
      ...(outside.length === 0 ? {} : { refusal: notInDiff(outside) }),
      ...(isOwn && verdict !== 'comment' ? { refusal: isAuthor() } : {}),
      ...movedRefusal({ pull, commit }),
      ...closedRefusal(pull),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, number, verdict, body, comments } = input;
    const path = '/pulls/{pull_number}/reviews';
    const values = { pull_number: number, commit_id: guard.head, event: verdicts[verdict], body, comments: comments.map(toWire) };
    return answerOf(await writer.send({ method: 'POST', repository, path, values, schema: reviewAnswer, signal }));
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, number } = input;
    const found = await sameReviews({ reader, repository, number, signal, input, head: guard.head });
    const ours = found.filter(({ id }) => !guard.same.includes(id));
    const [review] = ours;
    return review === undefined || ours.length > 1 ? 'unknown' : { result: answerOf(review) };
  },
});

interface Asked {
  readonly verdict: keyof typeof states;
  readonly body: string;
}

const doing = { approve: 'Approve', request_changes: 'Request changes of', comment: 'Review, without a verdict,' } as const;

/** Our own reviews of that commit with that verdict and text. */
const sameReviews = async ({
  input,
  head,
  ...place
}: PullPlace & { input: Asked; head: string }): Promise<readonly ReviewAnswer[]> => {
  const [reviews, isOwn] = await Promise.all([readReviews(place), ownAccount(place)]);
  return reviews.filter(
    (review) =>
      isOwn(review.user?.login) &&
      review.state === states[input.verdict] &&
      review.commit_id === head &&
      isSameText(review.body, input.body),
  );
};

const toWire = ({ start_line: start, ...comment }: z.output<typeof lineComment>) =>
  start === undefined || start === comment.line ? comment : { ...comment, start_line: start, start_side: comment.side };

const answerOf = ({ id, html_url: url, state, commit_id: commit }: ReviewAnswer) => ({
  id,
  url,
  state: state.toLowerCase(),
  commit: commit ?? '',
});

const isAuthor = (): LineclearError =>
  refused({
    message: 'The pull request belongs to the credentials of this profile: nobody gives a verdict on their own.',
    hint: 'Use the verdict comment, or ask somebody else with github_pr_request_reviewers.',
    reason: 'author',
  });

const notInDiff = (places: readonly object[]): LineclearError =>
  new LineclearError('conflict', `${counted(places.length, 'comment')} cannot stand where it should.`, {
    hint: 'Use lines that github_pr_diff shows; details.places says which do not.',
    details: { reason: 'not_in_diff', places: places.slice(0, 20) },
  });
