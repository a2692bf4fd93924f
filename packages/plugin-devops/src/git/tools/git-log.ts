import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';
import { revision } from '../ref.ts';

export const gitLog = workspace.read({
  name: 'git_log',
  title: 'Git log',
  toolset: 'git',
  description: 'List commits, newest first. Use git_diff with from and to for what a commit changed.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    revision: revision('Where to start, such as "main".').default('HEAD'),
    paths: z.array(z.string()).default([]).describe('Only commits that touch these.'),
    limit: z.int().min(1).max(100).default(20).describe('How many commits.'),
    cursor: z.string().optional().describe('next_cursor of the last answer.'),
  }),
  output: z.object({
    repository: z.string(),
    commits: z.array(
      z.object({
        id: z.string(),
        author: z.string(),
        email: z.string(),
        date: z.string(),
        subject: z.string(),
        parents: z.array(z.string()),
      }),
    ),
    next_cursor: z.string().optional(),
  }),
  run: async ({ input, reader, signal }) => {
    const { repository, paths, limit } = input;
    const { start: from = input.revision, skip } = parseCursor(input.cursor);
    const { shown, start, commits } = await reader.git.log({
      path: repository,
      revision: from,
      paths,
      skip,
      limit: limit + 1,
      signal,
    });
    const page = fitting({ items: commits.slice(0, limit), maxCharacters: 80_000 });
    return {
      repository: shown,
      commits: page,
      ...(commits.length > page.length ? { next_cursor: `${start}:${skip + page.length}` } : {}),
    };
  },
});

// The first page fixes the commit that pages are counted from, so that new commits do not shift them.
const parseCursor = (cursor: string | undefined): { start?: string; skip: number } => {
  if (cursor === undefined) return { skip: 0 };
  const match = /^([0-9a-f]{40,64}):(\d{1,7})$/.exec(cursor);
  if (match?.[1] !== undefined) return { start: match[1], skip: Number(match[2]) };
  throw new LineclearError('invalid_input', 'This cursor was not given out by git_log.', {
    hint: 'Use next_cursor of the last answer, or leave cursor out.',
    details: { reason: 'bad_cursor' },
  });
};
