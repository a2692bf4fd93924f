import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { issueAnswer } from '../issue-answer.ts';
import { shownIssue, showIssues } from '../show-issue.ts';

export const githubIssueList = github.read({
  name: 'github_issue_list',
  title: 'Issues on GitHub',
  toolset: 'issues',
  description: 'List issues, newest first. Use github_search for words, github_pr_list for pull requests.',
  input: z.strictObject({
    repo: repositoryName,
    state: z.enum(['open', 'closed', 'all']).default('open').describe('Which ones.'),
    labels: z
      .array(z.string())
      .refine((names) => names.length <= 10, 'At most 10.')
      .default([])
      .describe('All of these.'),
    assignee: z.string().optional().describe('A login.'),
    creator: z.string().optional().describe('A login.'),
    ...paging,
  }),
  output: z.object({
    issues: z.array(shownIssue),
    pull_requests_left_out: z.int().describe('GitHub counts them among issues.'),
    next_page: nextPage,
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page, labels, ...filters } = input;
    const values = { ...filters, ...(labels.length === 0 ? {} : { labels: labels.join(',') }) };
    const found = await reader.page({ repository, path: '/issues', values, item: issueAnswer, limit, page, signal });
    const issues = found.items.filter(({ pull_request: pull }) => pull == null);
    return {
      issues: await showIssues({ issues, repository, reader, signal }),
      pull_requests_left_out: found.items.length - issues.length,
      next_page: found.nextPage ?? null,
    };
  },
});
