import * as z from 'zod';
import type { GitHubReader } from '../../client/github-reader.ts';
import { github } from '../../connection.ts';
import { unknownLabels } from '../../labels/label-answer.ts';
import { repositoryName } from '../../repository-name.ts';
import { isSameText, ownAccount } from '../../text/own-account.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import { assigneeLogins, labelNames } from '../argument-lists.ts';
import { type IssueAnswer, issueAnswer } from '../issue-answer.ts';

export const githubIssueCreate = github.write({
  name: 'github_issue_create',
  title: 'Open an issue on GitHub',
  toolset: 'issues',
  risk: 'additive',
  description: 'Open an issue. Use github_search first: there may be one.',
  input: z.strictObject({
    repo: repositoryName,
    title: lineText('One line.'),
    body: bodyText('Markdown.').default(''),
    labels: labelNames('Names.'),
    assignees: assigneeLogins('Logins.'),
  }),
  output: z.object({ number: z.int(), url: z.string(), labels: z.array(z.string()), assignees: z.array(z.string()) }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, title, body, labels, assignees } = input;
    const [sent, same, missing] = await Promise.all([
      sentTexts({ texts: { title, body, labels, assignees }, repository, reader, signal }),
      issuesTitled({ title, repository, reader, signal }),
      unknownLabels({ names: labels, repository, reader, signal }),
    ]);
    const open = same.filter(({ state }) => state === 'open').map(({ number }) => `#${number}`);
    return {
      description: `Open an issue in ${repository} with ${profile.name}.`,
      guard: { visibility: sent.visibility, same: same.map(({ number }) => number), missing },
      details: sent.texts,
      warnings: [
        ...sent.warnings,
        ...(open.length === 0 ? [] : [`There are open issues with this title: ${open.join(', ')}.`]),
        ...(missing.length === 0 ? [] : [`These labels are new: ${missing.map((name) => JSON.stringify(name)).join(', ')}.`]),
      ],
      ...sent.approval,
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, ...values } = input;
    return answerOf(await writer.send({ method: 'POST', repository, path: '/issues', values, schema: issueAnswer, signal }));
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, title, body } = input;
    const isOwn = await ownAccount({ reader, signal });
    const found = await issuesTitled({ title, repository, reader, signal });
    const ours = found.filter(
      (issue) => !guard.same.includes(issue.number) && isOwn(issue.user?.login) && isSameText(issue.body, body),
    );
    const [issue] = ours;
    return issue === undefined || ours.length > 1 ? 'unknown' : { result: answerOf(issue) };
  },
});

/** Those of the newest 100 that have a title. */
const issuesTitled = async ({
  title,
  ...asked
}: {
  title: string;
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<readonly IssueAnswer[]> => {
  const values = { state: 'all', sort: 'created', direction: 'desc' };
  const { items } = await asked.reader.page({ ...asked, path: '/issues', values, item: issueAnswer, limit: 100 });
  return items.filter((issue) => issue.pull_request == null && isSameText(issue.title, title));
};

const answerOf = ({ number, html_url: url, labels, assignees }: IssueAnswer) => ({ number, url, labels, assignees });
