import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';
import { revision } from '../ref.ts';

const maxFiles = 200;

export const gitDiff = workspace.read({
  name: 'git_diff',
  title: 'Git diff',
  toolset: 'git',
  description:
    'Show changes of the work tree, staged ones, or between commits: counts per file and a patch. Use git_log to find commits.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    staged: z.boolean().default(false).describe('What is staged, not the work tree.'),
    from: revision('Compare this commit, such as "main" or "HEAD~2"; the index when absent.').optional(),
    to: revision('With this commit; the work tree when absent.').optional(),
    paths: z.array(z.string()).default([]).describe('Only these, relative to repository.'),
  }),
  output: z.object({
    repository: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        from: z.string().optional(),
        added: z.int().optional().describe('Absent for binary files.'),
        removed: z.int().optional(),
      }),
    ),
    files_left_out: z.int(),
    patch: z.string(),
    patch_complete: z.boolean(),
  }),
  run: async ({ input, reader, signal }) => {
    const { repository, staged, from, to, paths } = input;
    if (to !== undefined && (from === undefined || staged)) {
      throw new LineclearError('invalid_input', 'to needs from, and excludes staged.', {
        hint: 'Give from and to, or staged alone.',
      });
    }
    const commits = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const request = { path: repository, signal, staged, ...commits, paths, maxCharacters: 40_000 };
    const { shown, files, patch, patchComplete } = await reader.git.diff(request);
    const first = fitting({ items: files.slice(0, maxFiles), maxCharacters: 15_000 });
    return {
      repository: shown,
      files: first,
      files_left_out: files.length - first.length,
      patch,
      patch_complete: patchComplete,
    };
  },
});
