import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';

const maxEach = 100;
const change = z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'type_changed']);
const changedFile = z.object({ path: z.string(), change, from: z.string().optional() });

export const gitStatus = workspace.read({
  name: 'git_status',
  title: 'Git status',
  toolset: 'git',
  description: 'Show the branch, its distance from the upstream, and changed files. Use git_diff for what changed in them.',
  input: z.strictObject({ repository: z.string().default('.').describe('A folder in the repository, such as "service".') }),
  output: z.object({
    repository: z.string(),
    branch: z.string().optional().describe('Absent while the head is detached.'),
    head: z.string().optional().describe('Absent before the first commit.'),
    upstream: z.string().optional(),
    ahead: z.int().optional(),
    behind: z.int().optional(),
    staged: z.array(changedFile),
    unstaged: z.array(changedFile),
    untracked: z.array(z.string()),
    conflicted: z.array(z.string()),
    left_out: z.int().describe('Files that the lists leave out.'),
  }),
  run: async ({ input, reader, signal }) => {
    const { shown, ...status } = await reader.git.status({ path: input.repository, signal });
    const lists = {
      staged: first(status.staged),
      unstaged: first(status.unstaged),
      untracked: first(status.untracked),
      conflicted: first(status.conflicted),
    };
    const total = status.staged.length + status.unstaged.length + status.untracked.length + status.conflicted.length;
    const kept = Object.values(lists).reduce((sum, list) => sum + list.length, 0);
    return { repository: shown, ...status, ...lists, left_out: total - kept };
  },
});

const first = <Item>(items: readonly Item[]): readonly Item[] =>
  fitting({ items: items.slice(0, maxEach), maxCharacters: 20_000 });
