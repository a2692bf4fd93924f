import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { fromOne } from '../paging.ts';
import { author } from '../text/authored.ts';

/** An input field for a pull request. */
export const pullNumber = fromOne('Such as 42.');

const side = z.object({
  ref: z.string(),
  sha: z.string(),
  user: author,
  // Null where the fork is gone.
  repo: z.object({ full_name: z.string() }).nullish(),
});

const logins = z
  .array(z.object({ login: z.string() }).transform(({ login }) => login))
  .nullish()
  .transform((list) => list ?? []);

/** https://docs.github.com/en/rest/pulls/pulls#list-pull-requests */
export const pullAnswer = z.object({
  number: z.int(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  user: author,
  state: z.enum(['open', 'closed']),
  draft: z.boolean().default(false),
  locked: z.boolean().default(false),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  updated_at: z.string(),
  head: side,
  base: side,
  labels: z.array(z.object({ name: z.string() }).transform(({ name }) => name)).default([]),
  assignees: logins,
  requested_reviewers: logins,
  requested_teams: z
    .array(z.object({ slug: z.string() }).transform(({ slug }) => slug))
    .nullish()
    .transform((list) => list ?? []),
});
export type PullAnswer = z.output<typeof pullAnswer>;

/** https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request */
const fullPullAnswer = pullAnswer.extend({
  merged: z.boolean(),
  // Null until GitHub has tried to merge it.
  mergeable: z.boolean().nullish(),
  mergeable_state: z.string().default('unknown'),
  merged_by: author,
  comments: z.int(),
  review_comments: z.int(),
  commits: z.int(),
  additions: z.int(),
  deletions: z.int(),
  changed_files: z.int(),
});
export type FullPullAnswer = z.output<typeof fullPullAnswer>;

export interface PullPlace {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly number: number;
  readonly signal: AbortSignal;
}

export const readPull = ({ number, ...asked }: PullPlace): Promise<FullPullAnswer> =>
  asked.reader.get({ ...asked, path: '/pulls/{pull_number}', values: { pull_number: number }, schema: fullPullAnswer });

/** Where a pull request stands: GitHub calls a merged one closed. */
export const stateOf = ({ state, merged_at: mergedAt }: PullAnswer): 'open' | 'closed' | 'merged' =>
  mergedAt == null ? state : 'merged';

/** Whether its commits lie in another repository. */
export const isFork = ({ head, base }: PullAnswer): boolean => head.repo?.full_name !== base.repo?.full_name;
