import * as z from 'zod';
import { github } from '../../connection.ts';
import { commentAnswer, ownComments } from '../../issues/comments.ts';
import { lockedRefusal } from '../../issues/refusals.ts';
import { repositoryName } from '../../repository-name.ts';
import { markText } from '../../text/authored.ts';
import { bodyText, sentTexts } from '../../text/sent-texts.ts';
import { findLineComment, ownLineComments } from '../line-comments.ts';
import { type PullPlace, pullNumber, readPull, stateOf } from '../pull-answer.ts';

export const githubPrComment = github.write({
  name: 'github_pr_comment',
  title: 'Comment on a pull request',
  toolset: 'pull-requests',
  risk: 'additive',
  description: 'Comment on a pull request, or answer a line comment. Use github_pr_review for verdicts and new line comments.',
  input: z.strictObject({
    repo: repositoryName,
    number: pullNumber,
    body: bodyText('Markdown.').min(1),
    reply_to: z.int().min(1).optional().describe('Id of a line comment.'),
  }),
  output: z.object({ id: z.int(), url: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, body, reply_to: replyTo } = input;
    const where = { reader, repository, signal };
    const place = { ...where, number };
    const [pull, sent, same, first] = await Promise.all([
      readPull(place),
      sentTexts({ texts: { body }, ...where }),
      sameComments({ ...place, body, replyTo }),
      replyTo === undefined ? undefined : findLineComment({ ...place, id: replyTo }),
    ]);
    const what = first === undefined ? 'Comment on' : `Answer the comment ${first.id} on a line of`;
    return {
      description: `${what} the ${stateOf(pull)} pull request #${number} of ${repository} with ${profile.name}.`,
      guard: { visibility: sent.visibility, locked: pull.locked, same: same.map(({ id }) => id) },
      details: {
        ...sent.texts,
        pull_request: await markText({ author: pull.user, text: pull.title, ...where }),
        ...(first === undefined
          ? {}
          : { reply_to: first.id, answers: await markText({ author: first.user, text: first.body, ...where }) }),
      },
      warnings: [...sent.warnings, ...(same.length === 0 ? [] : ['You said the same there already.'])],
      ...sent.approval,
      ...lockedRefusal({ number, isLocked: pull.locked }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, number, body, reply_to: replyTo } = input;
    const sent = { method: 'POST' as const, repository, schema: commentAnswer, signal };
    const { id, html_url: url } =
      replyTo === undefined
        ? await writer.send({ ...sent, path: '/issues/{issue_number}/comments', values: { issue_number: number, body } })
        : await writer.send({
            ...sent,
            path: '/pulls/{pull_number}/comments/{comment_id}/replies',
            values: { pull_number: number, comment_id: replyTo, body },
          });
    return { id, url };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, number, body, reply_to: replyTo } = input;
    const found = await sameComments({ reader, repository, number, signal, body, replyTo });
    const ours = found.filter(({ id }) => !guard.same.includes(id));
    const [comment] = ours;
    return comment === undefined || ours.length > 1 ? 'unknown' : { result: { id: comment.id, url: comment.html_url } };
  },
});

const sameComments = ({ replyTo, ...asked }: PullPlace & { body: string; replyTo: number | undefined }) =>
  replyTo === undefined ? ownComments(asked) : ownLineComments({ ...asked, replyTo });
