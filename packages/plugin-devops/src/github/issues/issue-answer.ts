import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { fromOne } from '../paging.ts';
import { author } from '../text/authored.ts';

/** An input field for an issue or a pull request: they share their numbers. */
export const issueNumber = fromOne('Such as 42.');

/** https://docs.github.com/en/rest/issues/issues#get-an-issue */
export const issueAnswer = z.object({
  number: z.int(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  user: author,
  state: z.string(),
  state_reason: z.string().nullish(),
  locked: z.boolean().default(false),
  labels: z
    .array(z.union([z.string(), z.object({ name: z.string().nullish() }).transform(({ name }) => name ?? '')]))
    .default([]),
  assignees: z
    .array(z.object({ login: z.string() }).transform(({ login }) => login))
    .nullish()
    .transform((logins) => logins ?? []),
  comments: z.int().default(0),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  /** There where it is a pull request. */
  pull_request: z.object({}).nullish(),
});
export type IssueAnswer = z.output<typeof issueAnswer>;

export const readIssue = ({
  reader,
  repository,
  number,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  number: number;
  signal: AbortSignal;
}): Promise<IssueAnswer> =>
  reader.get({ repository, path: '/issues/{issue_number}', values: { issue_number: number }, schema: issueAnswer, signal });
