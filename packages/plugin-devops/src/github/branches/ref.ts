import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/git/refs#get-a-reference */
export const refAnswer = z.object({ ref: z.string(), object: z.object({ sha: z.string(), type: z.string() }) });

const commitAnswer = z.object({ sha: z.string() });

/** The commit that a branch, tag or part of a commit's id means now; `not_found` where there is none. */
export const commitOf = async ({
  reader,
  repository,
  revision,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  revision: string;
  signal: AbortSignal;
}): Promise<string> => {
  try {
    // Of what it changed, one file is enough: a commit can have megabytes of patches.
    const values = { ref: revision, per_page: 1 };
    return (await reader.get({ repository, path: '/commits/{ref}', values, schema: commitAnswer, signal })).sha;
  } catch (error) {
    // A repository without any commit is a conflict to GitHub.
    const isNone = LineclearError.is(error) && ['not_found', 'invalid_input', 'conflict'].includes(error.code);
    if (isNone) throw noCommit({ repository, revision });
    throw error;
  }
};

const noCommit = ({ repository, revision }: { repository: string; revision: string }): LineclearError =>
  new LineclearError('not_found', `${repository} has no branch, tag or commit ${quoted(revision)}, or it cannot be seen.`, {
    hint: 'Name one that exists on GitHub: a local commit is not there before git_push.',
    details: { reason: 'revision' },
  });
