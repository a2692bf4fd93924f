import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { repositoryAnswer } from '../repositories/repository.ts';
import { refAnswer } from './ref.ts';

interface Asked {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly revision: string;
  readonly signal: AbortSignal;
}

/**
 * Under lockdown, refuses revisions that nobody with write access need have made: GitHub shows the commits of every fork and pull request
 * below the repository itself. Branches, tags and the history of the default branch take write access.
 */
export const checkOwnRevision = async (asked: Asked): Promise<void> => {
  if (await isOwnRevision(asked)) return;
  throw new LineclearError(
    'forbidden',
    `${quoted(asked.revision)} is no branch or tag, and not in the history of the default one.`,
    {
      hint: 'Name a branch or tag: this profile is locked down, and anybody may have made other commits.',
      details: { reason: 'lockdown' },
    },
  );
};

/** Whether it took write access to make a revision; not asked, and true, where the profile is not locked down. */
export const isOwnRevision = async ({ reader, repository, revision, signal }: Asked): Promise<boolean> => {
  if (!reader.isLockedDown) return true;
  for (const kind of ['heads', 'tags']) {
    const values = { ref: `${kind}/${revision}` };
    // oxlint-disable-next-line no-await-in-loop -- the first that is there is enough
    if ((await reader.find({ repository, path: '/git/ref/{ref}', values, schema: refAnswer, signal })) !== undefined) return true;
  }
  const { default_branch: branch } = await reader.get({ repository, path: '', schema: repositoryAnswer, signal });
  const values = { basehead: `${branch}...${revision}` };
  const schema = z.object({ ahead_by: z.int() });
  const compared = await reader.find({ repository, path: '/compare/{basehead}', values, schema, signal });
  return compared?.ahead_by === 0;
};
