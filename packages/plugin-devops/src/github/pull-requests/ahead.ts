import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const comparison = z.object({
  ahead_by: z.int(),
  behind_by: z.int(),
  commits: z.array(z.object({ sha: z.string() })),
  files: z.array(z.object({ filename: z.string() })).nullish(),
});

/** How far one branch is ahead of another, and behind it. */
export interface Ahead {
  readonly ahead: number;
  readonly behind: number;
  /** GitHub lists 300 at most. */
  readonly files: number;
  /** The newest commit that the other branch lacks; null where there is none. */
  readonly commit: string | null;
}

interface Branches {
  readonly base: string;
  /** `owner:branch` in a fork. */
  readonly head: string;
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly signal: AbortSignal;
}

/** `not_found` where one of the two is not there. */
export const readAhead = async (branches: Branches): Promise<Ahead> => {
  const first = await compare({ ...branches, page: 1 });
  const { ahead_by: ahead, behind_by: behind } = first;
  // Commits come oldest first, 100 in a page.
  const last = ahead <= 100 ? first : await compare({ ...branches, page: Math.ceil(ahead / 100) });
  return { ahead, behind, files: first.files?.length ?? 0, commit: last.commits.at(-1)?.sha ?? null };
};

const compare = async ({ base, head, page, ...asked }: Branches & { page: number }): Promise<z.output<typeof comparison>> => {
  const values = { basehead: `${base}...${head}`, page, per_page: 100 };
  const found = await asked.reader.find({ ...asked, path: '/compare/{basehead}', values, schema: comparison });
  if (found === undefined) throw noBranch({ base, head });
  return found;
};

const noBranch = ({ base, head }: { base: string; head: string }): LineclearError =>
  new LineclearError(
    'not_found',
    `GitHub cannot compare ${quoted(base)} with ${quoted(head)}: one is not there, or they have nothing in common.`,
    {
      hint: 'Push the branch with git_push first, or check the names.',
      details: { reason: 'revision' },
    },
  );
