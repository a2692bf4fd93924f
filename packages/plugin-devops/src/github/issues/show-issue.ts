import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { authoredText, markTexts } from '../text/authored.ts';
import type { IssueAnswer } from './issue-answer.ts';

export const shownIssue = z.object({
  number: z.int(),
  url: z.string(),
  title: authoredText,
  state: z.string(),
  state_reason: z.string().nullable(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  comments: z.int(),
  updated_at: z.string(),
});
export type ShownIssue = z.output<typeof shownIssue>;

/** Issues with their titles marked. */
export const showIssues = async ({
  issues,
  ...where
}: {
  issues: readonly IssueAnswer[];
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<readonly ShownIssue[]> => {
  const titles = await markTexts({ texts: issues.map(({ user, title }) => ({ author: user, text: title })), ...where });
  return issues.flatMap((issue, index) => {
    const title = titles[index];
    return title === undefined ? [] : [{ ...factsOf(issue), title }];
  });
};

const factsOf = (issue: IssueAnswer): Omit<ShownIssue, 'title'> => ({
  number: issue.number,
  url: issue.html_url,
  state: issue.state,
  state_reason: issue.state_reason ?? null,
  labels: issue.labels,
  assignees: issue.assignees,
  comments: issue.comments,
  updated_at: issue.updated_at,
});
