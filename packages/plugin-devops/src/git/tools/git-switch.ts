import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { counted } from '../../text/counted.ts';
import { fitting } from '../../text/fitting.ts';
import { branchName, shortBranch } from '../branch-name.ts';

export const gitSwitch = workspace.write({
  name: 'git_switch',
  title: 'Switch branch',
  toolset: 'git',
  risk: 'reversible',
  description:
    'Switch the work tree to another local branch. Refused where that would lose changes. Use git_branch_create to make a branch.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    branch: branchName('A local branch, such as "main".'),
  }),
  output: z.object({ repository: z.string(), branch: z.string(), commit: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { branch } = input;
    const { shown, guard, files, kept } = await reader.git.previewSwitch({ path: input.repository, branch, signal });
    const first = fitting({ items: files.slice(0, 50).map(({ path, change }) => `${change} ${path}`), maxCharacters: 10_000 });
    return {
      description: `Switch "${shown}" from ${shortBranch(guard.branch)} to ${branch} in ${profile.name}: ${counted(files.length, 'file')} change`,
      guard,
      changes: first,
      details: { files_left_out: files.length - first.length },
      warnings: [
        ...(kept > 0 ? [`${counted(kept, 'changed file')} of the work tree stay as they are and come along.`] : []),
        ...(guard.branch === 'HEAD' ? ['The head is detached: commits that no branch holds are hard to find again.'] : []),
      ],
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repository, branch } = input;
    await writer.git.switchBranch({ path: repository, branch, guard, signal });
    return { repository, branch, commit: guard.commit };
  },
  verify: async ({ input, reader, signal }) => {
    const { branch, head } = await reader.git.head({ path: input.repository, signal });
    return { branch: shortBranch(branch), head };
  },
  reconcile: ({ input, reader, guard, signal }) =>
    reader.git.reconcileSwitch({ path: input.repository, branch: input.branch, guard, signal }),
});
