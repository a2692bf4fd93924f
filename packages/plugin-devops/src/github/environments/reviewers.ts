import { LineclearError, mapConcurrently, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import type { Reviewer } from './environment.ts';

const account = z.object({ id: z.int() });

/** The numbers of people and teams, which GitHub wants in the place of their names. Throws `not_found` for who is not there. */
export const findReviewers = async ({
  names,
  repository,
  reader,
  signal,
}: {
  names: readonly string[];
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<readonly Reviewer[]> => {
  // Accounts belong to no repository: without this, somebody beyond the reach of the profile would be asked for.
  reader.checkReach(repository);
  const [owner] = repository.split('/');
  return mapConcurrently({
    items: names,
    concurrency: 4,
    run: async (name): Promise<Reviewer> => {
      const [, team] = /^team\/(.+)$/.exec(name) ?? [];
      try {
        const { id } =
          team === undefined
            ? await reader.outside({ route: 'GET /users/{username}', values: { username: name }, schema: account, signal })
            : await reader.outside({
                route: 'GET /orgs/{org}/teams/{team_slug}',
                values: { org: owner, team_slug: team },
                schema: account,
                signal,
              });
        return { type: team === undefined ? 'User' : 'Team', id, name };
      } catch (error) {
        if (LineclearError.is(error) && error.code === 'not_found') throw nobody(name);
        throw error;
      }
    },
  });
};

const nobody = (name: string): LineclearError =>
  new LineclearError('not_found', `GitHub knows no reviewer ${quoted(name)}.`, {
    hint: 'Name a person by their login, or a team of the organization as team/NAME.',
    details: { reason: 'reviewer' },
  });
