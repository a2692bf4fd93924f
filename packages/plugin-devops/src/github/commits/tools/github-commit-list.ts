import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { revision } from '../../../git/ref.ts';
import { checkOwnRevision } from '../../branches/own-revision.ts';
import { github } from '../../connection.ts';
import { filePath } from '../../files/file-path.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { commitAnswer, showCommits, shownCommit } from '../commit.ts';

// Not as a format of the schema: its pattern would be most of the definition.
const moment = (description: string) =>
  z
    .string()
    .refine(
      (text) => z.iso.datetime({ offset: true }).safeParse(text).success,
      'use a date and time such as 2026-01-31T00:00:00Z',
    )
    .describe(description);

export const githubCommitList = github.read({
  name: 'github_commit_list',
  title: 'Commits on GitHub',
  toolset: 'repositories',
  description: 'List commits on GitHub, newest first. Use git_log for local ones.',
  input: z.strictObject({
    repo: repositoryName,
    ref: revision('The default branch when absent.').optional(),
    path: filePath('Commits that touch it.').optional(),
    since: moment('Such as "2026-01-31T00:00:00Z".').optional(),
    until: moment('As since.').optional(),
    ...paging,
  }),
  output: z.object({ commits: z.array(shownCommit), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, ref, limit, page, ...filters } = input;
    if (ref !== undefined) await checkOwnRevision({ reader, repository, revision: ref, signal });
    const values = { ...filters, ...(ref === undefined ? {} : { sha: ref }) };
    const found = await reader
      .page({ repository, path: '/commits', values, item: commitAnswer, limit, page, signal })
      .catch((error: unknown) => {
        // A repository without any commit is a conflict to GitHub.
        if (LineclearError.is(error) && error.code === 'conflict') return { items: [], nextPage: undefined };
        throw error;
      });
    const commits = await showCommits({ commits: found.items, repository, reader, signal });
    return { commits, next_page: found.nextPage ?? null };
  },
});
