import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { repositoryAnswer } from '../repositories/repository.ts';
import { refAnswer } from './ref.ts';

/**
 * Under lockdown, refuses revisions that nobody with write access need have made: GitHub shows the commits of every fork and pull request
 * below the repository itself. Branches, tags and the history of the default branch take write access.
 */
export const checkOwnRevision = async (request: {
  reader: GitHubReader;
  repository: string;
  revision: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { reader, repository, revision, signal } = request;
  if (!reader.isLockedDown) return;
  for (const kind of ['heads', 'tags']) {
    const values = { ref: `${kind}/${revision}` };
    // oxlint-disable-next-line no-await-in-loop -- the first that is there is enough
    if ((await reader.find({ repository, path: '/git/ref/{ref}', values, schema: refAnswer, signal })) !== undefined) return;
  }
  const { default_branch: branch } = await reader.get({ repository, path: '', schema: repositoryAnswer, signal });
  const values = { basehead: `${branch}...${revision}` };
  const schema = z.object({ ahead_by: z.int() });
  const compared = await reader.find({ repository, path: '/compare/{basehead}', values, schema, signal });
  if (compared?.ahead_by === 0) return;
  throw new LineclearError('forbidden', `${quoted(revision)} is no branch or tag, and not in the history of ${quoted(branch)}.`, {
    hint: 'Name a branch or tag: this profile is locked down, and anybody may have made other commits.',
    details: { reason: 'lockdown' },
  });
};
