import * as z from 'zod';

/** https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const repositoryAnswer = z.object({
  full_name: z.string(),
  html_url: z.string(),
  description: z.string().nullable(),
  visibility: z.string().optional(),
  private: z.boolean(),
  default_branch: z.string(),
  archived: z.boolean(),
  topics: z.array(z.string()).default([]),
  has_issues: z.boolean().optional(),
  has_wiki: z.boolean().optional(),
  // Only those who administer the repository see how it merges.
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  allow_auto_merge: z.boolean().optional(),
  delete_branch_on_merge: z.boolean().optional(),
  permissions: z.record(z.string(), z.boolean()).optional(),
  pushed_at: z.string().nullish(),
});

export const shownRepository = z.object({
  repo: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  visibility: z.string(),
  default_branch: z.string(),
  archived: z.boolean(),
  topics: z.array(z.string()),
  settings: z.record(z.string(), z.boolean()).describe('What the credentials may see of them.'),
  permissions: z.array(z.string()).describe('What the credentials may do.'),
  pushed_at: z.string().nullable(),
});

export const showRepository = (answer: z.output<typeof repositoryAnswer>): z.output<typeof shownRepository> => ({
  repo: answer.full_name,
  url: answer.html_url,
  description: answer.description,
  visibility: answer.visibility ?? (answer.private ? 'private' : 'public'),
  default_branch: answer.default_branch,
  archived: answer.archived,
  topics: answer.topics,
  settings: Object.fromEntries(
    settingNames.flatMap((name) => (answer[name] === undefined ? [] : [[name, answer[name]] as const])),
  ),
  permissions: Object.entries(answer.permissions ?? {}).flatMap(([name, isGranted]) => (isGranted ? [name] : [])),
  pushed_at: answer.pushed_at ?? null,
});

const settingNames = [
  'has_issues',
  'has_wiki',
  'allow_merge_commit',
  'allow_squash_merge',
  'allow_rebase_merge',
  'allow_auto_merge',
  'delete_branch_on_merge',
] as const;
