import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { holds } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';
import type { Repository } from './repository.ts';

/** Refuses while git waits for somebody to finish a merge, rebase, pick or revert. */
export const checkNothingInProgress = async ({ gitFolder }: Repository): Promise<void> => {
  for (const [file, what] of Object.entries(inProgress)) {
    if (!(await isThere(join(gitFolder, file)))) continue;
    throw new LineclearError('unsupported', `A ${what} is in progress in this repository.`, {
      hint: 'A person, or git run with process_run, has to finish or abort it first.',
      details: { reason: 'operation_in_progress', operation: what },
    });
  }
};

/** Refuses to commit files that callers may not even read. */
export const checkNothingProtected = async (request: {
  confinement: Confinement;
  repository: Repository;
  files: readonly string[];
}): Promise<void> => {
  const { confinement, repository, files } = request;
  const hidden = await confinement.protectedPaths();
  const found = files.filter((file) => hidden.some((path) => holds(path, join(repository.top, file))));
  if (found.length === 0) return;
  throw new LineclearError('forbidden', "The server's own state, configuration or tokens are staged.", {
    hint: `Ask a person to unstage ${found.map((file) => `"${file}"`).join(', ')}.`,
    details: { reason: 'protected_path', files: found },
  });
};

/** Refuses files whose filter is defined in the repository: filters from there do not run, and without them the wrong bytes would be committed. */
export const checkNoFilters = async (request: {
  repository: Repository;
  files: readonly string[];
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, files, signal } = request;
  if (repository.ownFilters.length === 0 || files.length === 0) return;
  const { text } = await repository.git({
    args: ['check-attr', '-z', '--stdin', 'filter'],
    stdin: `${files.join('\0')}\0`,
    signal,
  });
  const fields = text.split('\0');
  const filtered = fields.filter((_, index) => index % 3 === 0 && repository.ownFilters.includes(fields[index + 2] ?? ''));
  if (filtered.length === 0) return;
  throw new LineclearError(
    'unsupported',
    'Some of these files need a filter that the repository itself defines; such filters do not run here.',
    {
      hint: 'A person, or git run with process_run, has to stage them; then commit what is staged.',
      details: { reason: 'own_filter', files: filtered.slice(0, 10) },
    },
  );
};

/** Hooks that an ordinary commit would have run. */
export const skippedHooks = async ({
  repository,
  signal,
}: {
  repository: Repository;
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  const args = ['config', '-z', '--show-scope', '--get-all', 'core.hooksPath'];
  const { text } = await repository.git({ args, signal, accept: [0, 1] });
  const fields = text.split('\0');
  const configured = fields.filter((_, index) => index % 2 === 1 && fields[index - 1] !== 'command').at(-1);
  const folder = configured === undefined ? join(repository.commonFolder, 'hooks') : resolve(repository.top, configured);
  const runnable = await Promise.all(
    commitHooks.map((hook) =>
      access(join(folder, hook), constants.X_OK).then(
        () => [hook],
        () => [],
      ),
    ),
  );
  return runnable.flat();
};

const inProgress: Readonly<Record<string, string>> = {
  MERGE_HEAD: 'merge',
  CHERRY_PICK_HEAD: 'cherry-pick',
  REVERT_HEAD: 'revert',
  'rebase-merge': 'rebase',
  'rebase-apply': 'rebase',
};
const commitHooks = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'];

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
