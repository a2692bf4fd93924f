import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markText } from '../../text/authored.ts';
import { commentPage, shownComment } from '../comments.ts';
import { issueNumber, readIssue } from '../issue-answer.ts';
import { shownIssue, showIssues } from '../show-issue.ts';

export const githubIssueGet = github.read({
  name: 'github_issue_get',
  title: 'GitHub issue',
  toolset: 'issues',
  description: 'Show an issue with a page of its comments, oldest first. Use github_pr_get for a pull request.',
  input: z.strictObject({ repo: repositoryName, number: issueNumber, ...paging }),
  output: shownIssue.extend({
    body: authoredText,
    is_pull_request: z.boolean(),
    locked: z.boolean(),
    conversation: z.array(shownComment),
    next_page: nextPage,
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, number, limit, page } = input;
    const issue = await readIssue({ reader, repository, number, signal });
    const { comments, nextPage: next } = await commentPage({ reader, repository, number, limit, page, signal });
    const body = await markText({ author: issue.user, text: issue.body, limit: 40_000, repository, reader, signal });
    const [shown] = await showIssues({ issues: [issue], repository, reader, signal });
    return {
      ...shownIssue.parse(shown),
      body,
      is_pull_request: issue.pull_request != null,
      locked: issue.locked,
      conversation: comments,
      next_page: next ?? null,
    };
  },
});
