import { relative } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { holds } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';
import type { Repository } from './repository.ts';

/** Paths relative to the top folder; each must be inside the workspace and this repository. The last name may be a link or missing. */
export const toRepositoryPaths = async (request: {
  confinement: Confinement;
  repository: Repository;
  /** What relative paths are relative to. */
  path: string;
  paths: readonly string[];
}): Promise<readonly string[]> => {
  const { confinement, repository, paths } = request;
  const base = (await confinement.locate({ path: request.path })).real;
  return Promise.all(
    paths.map(async (path) => {
      const location = await confinement.locate({ path, last: 'keep', base });
      if (holds(repository.top, location.real)) return relative(repository.top, location.real);
      throw new LineclearError('invalid_input', `"${path}" is not in the repository "${repository.shown}".`, {
        hint: 'Paths are relative to the folder given in repository.',
        details: { reason: 'not_in_repository' },
      });
    }),
  );
};
