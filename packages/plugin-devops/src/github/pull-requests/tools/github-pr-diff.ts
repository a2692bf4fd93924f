import { fence, LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { longestPart, partOfDiff } from '../diff-part.ts';
import { pullNumber, type PullPlace, readPull } from '../pull-answer.ts';
import { readFiles } from '../pull-files.ts';
import { checkReadable } from '../readable.ts';

export const githubPrDiff = github.read({
  name: 'github_pr_diff',
  title: 'Diff of a pull request',
  toolset: 'pull-requests',
  description: 'Show the diff of a pull request, whole or of one file. Use github_pr_files for the list.',
  input: z.strictObject({
    repo: repositoryName,
    number: pullNumber,
    path: z.string().min(1).optional().describe('One file.'),
    offset: z.int().min(0).default(0).describe('Lines to skip.'),
    limit: z.int().min(1).max(5_000).default(1_000).describe('How many lines.'),
  }),
  output: z.object({
    commit: z.string().describe('The head that this is the diff of.'),
    diff: z.string(),
    lines: z.int(),
    next_offset: z.int().nullable(),
    untrusted: z.literal(true),
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, number, path, offset, limit } = input;
    const place = { reader, repository, number, signal };
    const pull = await readPull(place);
    await checkReadable({ pull, ...place });
    const diff = path === undefined ? await wholeDiff(place) : await diffOfFile({ path, ...place });
    const part = partOfDiff({ diff, offset, limit });
    return {
      commit: pull.head.sha,
      diff: fence(part.text, { source: `the diff of #${number}`, limit: longestPart }),
      lines: part.lines,
      next_offset: part.nextOffset ?? null,
      untrusted: true,
    };
  },
});

const wholeDiff = async ({ number, ...asked }: PullPlace): Promise<string> => {
  const accept = 'application/vnd.github.diff';
  try {
    return await asked.reader.text({ ...asked, path: '/pulls/{pull_number}', values: { pull_number: number }, accept });
  } catch (error) {
    // https://docs.github.com/en/repositories/creating-and-managing-repositories/repository-limits#diff-limits
    if (!LineclearError.is(error) || error.details?.['status'] !== 406) throw error;
    throw new LineclearError('unsupported', `GitHub does not show the diff of #${number} as a whole: it is too large.`, {
      hint: 'Use github_pr_files, then this tool with one path after the other.',
      details: { reason: 'too_large' },
    });
  }
};

const diffOfFile = async ({ path, ...place }: PullPlace & { path: string }): Promise<string> => {
  const file = (await readFiles(place)).find(({ filename }) => filename === path);
  if (file?.patch !== undefined) return `--- ${file.previous_filename ?? path}\n+++ ${path}\n${file.patch}`;
  const what = file === undefined ? 'does not change' : 'has no text to show for';
  throw new LineclearError(file === undefined ? 'not_found' : 'unsupported', `#${place.number} ${what} ${quoted(path)}.`, {
    hint:
      file === undefined
        ? 'Use github_pr_files for the files that it changes.'
        : 'It is binary, too large, or only renamed; use github_file_get for its content.',
    details: { reason: 'path' },
  });
};
