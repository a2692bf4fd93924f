import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { unverifiedText } from '../text/authored.ts';

/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const repositoryAnswer = z.object({
  full_name: z.string(),
  html_url: z.string(),
  description: z.string().nullable(),
  homepage: z.string().nullish(),
  visibility: z.string().optional(),
  private: z.boolean(),
  default_branch: z.string(),
  archived: z.boolean(),
  topics: z.array(z.string()).default([]),
  has_issues: z.boolean().optional(),
  has_projects: z.boolean().optional(),
  has_wiki: z.boolean().optional(),
  // Only those who may write see how it merges.
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  allow_auto_merge: z.boolean().optional(),
  allow_update_branch: z.boolean().optional(),
  delete_branch_on_merge: z.boolean().optional(),
  permissions: z.record(z.string(), z.boolean()).optional(),
  pushed_at: z.string().nullish(),
});

export type RepositoryAnswer = z.output<typeof repositoryAnswer>;

export const shownRepository = z.object({
  repo: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  homepage: z.string().nullable(),
  visibility: z.string(),
  default_branch: z.string(),
  archived: z.boolean(),
  topics: z.array(z.string()),
  settings: z.record(z.string(), z.boolean()).describe('What the credentials may see of them.'),
  permissions: z.array(z.string()).describe('What the credentials may do.'),
  pushed_at: z.string().nullable(),
});

type ShownRepository = z.output<typeof shownRepository>;

/** A repository as tools answer it; what stands in one that the credentials may not write to is a stranger's text. */
export const showRepository = ({ answer, reader }: { answer: RepositoryAnswer; reader: GitHubReader }): ShownRepository => {
  const permissions = Object.entries(answer.permissions ?? {}).flatMap(([name, isGranted]) => (isGranted ? [name] : []));
  const own = (text: string | null | undefined): string | null =>
    text == null || permissions.includes('push')
      ? (text ?? null)
      : unverifiedText({ by: '', text, source: `the owner of ${answer.full_name}`, reader }).text;
  return {
    repo: answer.full_name,
    url: answer.html_url,
    description: own(answer.description),
    homepage: own(answer.homepage),
    visibility: visibilityOf(answer),
    default_branch: answer.default_branch,
    archived: answer.archived,
    topics: answer.topics,
    settings: Object.fromEntries(
      settingNames.flatMap((name) => (answer[name] === undefined ? [] : [[name, answer[name]] as const])),
    ),
    permissions,
    pushed_at: answer.pushed_at ?? null,
  };
};

/** Older servers tell only whether it is private. */
export const visibilityOf = (answer: Pick<RepositoryAnswer, 'visibility' | 'private'>): string =>
  answer.visibility ?? (answer.private ? 'private' : 'public');

/** What is on or off. */
export const settingNames = [
  'has_issues',
  'has_projects',
  'has_wiki',
  'allow_merge_commit',
  'allow_squash_merge',
  'allow_rebase_merge',
  'allow_auto_merge',
  'allow_update_branch',
  'delete_branch_on_merge',
] as const;
