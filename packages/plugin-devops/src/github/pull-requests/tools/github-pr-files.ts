import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { pullNumber, readPull } from '../pull-answer.ts';
import { fileAnswer } from '../pull-files.ts';
import { checkReadable } from '../readable.ts';

export const githubPrFiles = github.read({
  name: 'github_pr_files',
  title: 'Files of a pull request',
  toolset: 'pull-requests',
  description: 'List the files that a pull request changes. Use github_pr_diff for the changes.',
  input: z.strictObject({ repo: repositoryName, number: pullNumber, ...paging }),
  output: z.object({
    files: z.array(
      z.object({
        path: z.string(),
        status: z.string(),
        additions: z.int(),
        deletions: z.int(),
        previous_path: z.string().optional(),
      }),
    ),
    next_page: nextPage,
    untrusted: z.literal(true).describe('The author chose the names.'),
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, number, limit, page } = input;
    const pull = await readPull({ reader, repository, number, signal });
    await checkReadable({ pull, reader, repository, signal });
    const path = '/pulls/{pull_number}/files';
    const values = { pull_number: number };
    const found = await reader.page({ repository, path, values, item: fileAnswer, limit, page, signal });
    return {
      files: found.items.map(({ filename, status, additions, deletions, previous_filename: before }) => ({
        path: filename,
        status,
        additions,
        deletions,
        ...(before === undefined ? {} : { previous_path: before }),
      })),
      next_page: found.nextPage ?? null,
      untrusted: true,
    };
  },
});
