import * as z from 'zod';
import type { GitHubReader } from '../../client/github-reader.ts';
import { github } from '../../connection.ts';
import { unknownLabels } from '../../labels/label-answer.ts';
import { repositoryName } from '../../repository-name.ts';
import { markTexts } from '../../text/authored.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import { assigneeLogins, labelNames } from '../argument-lists.ts';
import { type IssueAnswer, issueAnswer, issueNumber, readIssue } from '../issue-answer.ts';
import { fieldsAfter, fieldsNow, hasFields } from '../issue-change.ts';
import { unchangedRefusal } from '../refusals.ts';

export const githubIssueUpdate = github.write({
  name: 'github_issue_update',
  title: 'Change an issue',
  toolset: 'issues',
  risk: 'reversible',
  description:
    'Change, close or reopen an issue; labels and assignees of pull requests too. Use github_pr_update for their texts.',
  input: z
    .strictObject({
      repo: repositoryName,
      number: issueNumber,
      title: lineText('One line.').optional(),
      body: bodyText('Replaces all of it.').optional(),
      state: z.enum(['open', 'closed']).optional().describe('To close or reopen.'),
      state_reason: z.enum(['completed', 'not_planned', 'duplicate']).optional().describe('With closed.'),
      add_labels: labelNames('Names.'),
      remove_labels: labelNames('Names.'),
      add_assignees: assigneeLogins('Logins.'),
      remove_assignees: assigneeLogins('Logins.'),
    })
    .refine(
      ({ repo: _repo, number: _number, ...rest }) =>
        Object.values(rest).some((part) => part !== undefined && String(part) !== ''),
      {
        error: 'Name something to change.',
      },
    )
    .refine(({ state, state_reason: reason }) => reason === undefined || state === 'closed', {
      error: 'A reason goes with state closed.',
      path: ['state_reason'],
    }),
  output: z.object({
    number: z.int(),
    url: z.string(),
    state: z.string(),
    labels: z.array(z.string()),
    assignees: z.array(z.string()),
  }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, ...asked } = input;
    const [issue, sent, missing] = await Promise.all([
      readIssue({ reader, repository, number, signal }),
      sentTexts({ texts: asked, repository, reader, signal }),
      unknownLabels({ names: asked.add_labels, repository, reader, signal }),
    ]);
    const fields = fieldsAfter({ issue, asked });
    const kind = issue.pull_request == null ? 'issue' : 'pull request';
    return {
      description: `Change ${Object.keys(fields).join(', ')} of the ${kind} #${number} of ${repository} with ${profile.name}.`,
      guard: { visibility: sent.visibility, missing, ...fieldsNow({ issue, fields }) },
      before: await beforeOf({ issue, repository, reader, signal }),
      details: { ...sent.texts, sent: fields },
      warnings: [
        ...sent.warnings,
        ...(missing.length === 0 ? [] : [`These labels are new: ${missing.map((name) => JSON.stringify(name)).join(', ')}.`]),
      ],
      ...sent.approval,
      ...unchangedRefusal({ what: `#${number}`, isChanged: !hasFields({ issue, fields }) }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, number, ...asked } = input;
    const issue = { labels: guard.labels ?? [], assignees: guard.assignees ?? [] };
    const values = { ...fieldsAfter({ issue, asked }), issue_number: number };
    const path = '/issues/{issue_number}';
    return answerOf(await writer.send({ method: 'PATCH', repository, path, values, schema: issueAnswer, signal }));
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, number, ...asked } = input;
    const issue = await readIssue({ reader, repository, number, signal });
    return hasFields({ issue, fields: fieldsAfter({ issue, asked }) }) ? { result: answerOf(issue) } : 'unknown';
  },
});

const beforeOf = async ({
  issue,
  ...where
}: {
  issue: IssueAnswer;
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}) => {
  const texts = [issue.title, issue.body].map((text) => ({ author: issue.user, text }));
  const [title, body] = await markTexts({ texts, limit: 5_000, ...where });
  return { title, body, state: issue.state, labels: issue.labels, assignees: issue.assignees };
};

const answerOf = ({ number, html_url: url, state, labels, assignees }: IssueAnswer) => ({
  number,
  url,
  state,
  labels,
  assignees,
});
