import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { markText } from '../../text/authored.ts';
import { bodyText, sentTexts } from '../../text/sent-texts.ts';
import { commentAnswer, ownComments } from '../comments.ts';
import { issueNumber, readIssue } from '../issue-answer.ts';
import { lockedRefusal } from '../refusals.ts';

export const githubIssueComment = github.write({
  name: 'github_issue_comment',
  title: 'Comment on an issue',
  toolset: 'issues',
  risk: 'additive',
  description: 'Comment on an issue. Use github_pr_comment for a pull request.',
  input: z.strictObject({ repo: repositoryName, number: issueNumber, body: bodyText('Markdown.').min(1) }),
  output: z.object({ id: z.int(), url: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, body } = input;
    const [issue, sent, same] = await Promise.all([
      readIssue({ reader, repository, number, signal }),
      sentTexts({ texts: { body }, repository, reader, signal }),
      ownComments({ body, reader, repository, number, signal }),
    ]);
    if (issue.pull_request != null) throw isPull(number);
    return {
      description: `Comment on the ${issue.state} issue #${number} of ${repository} with ${profile.name}.`,
      // The same comment a second time is another decision, and tells ours from an older one later on.
      guard: { visibility: sent.visibility, locked: issue.locked, same: same.map(({ id }) => id) },
      details: { ...sent.texts, issue: await markText({ author: issue.user, text: issue.title, repository, reader, signal }) },
      warnings: [...sent.warnings, ...(same.length === 0 ? [] : ['You said the same there already.'])],
      ...sent.approval,
      ...lockedRefusal({ number, isLocked: issue.locked }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, number, body } = input;
    const path = '/issues/{issue_number}/comments';
    const values = { issue_number: number, body };
    const { id, html_url: url } = await writer.send({ method: 'POST', repository, path, values, schema: commentAnswer, signal });
    return { id, url };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, number, body } = input;
    const found = await ownComments({ body, reader, repository, number, signal });
    const ours = found.filter(({ id }) => !guard.same.includes(id));
    const [comment] = ours;
    return comment === undefined || ours.length > 1 ? 'unknown' : { result: { id: comment.id, url: comment.html_url } };
  },
});

const isPull = (number: number): LineclearError =>
  new LineclearError('invalid_input', `#${number} is a pull request.`, {
    hint: 'Use github_pr_comment for it.',
    details: { reason: 'pull_request' },
    effect: 'none',
  });
