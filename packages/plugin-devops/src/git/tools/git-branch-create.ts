import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { branchName } from '../branch-name.ts';
import { revision } from '../ref.ts';

export const gitBranchCreate = workspace.write({
  name: 'git_branch_create',
  title: 'Create branch',
  toolset: 'git',
  risk: 'additive',
  description: 'Create a local branch at a commit. The work tree stays as it is; use git_switch to work on the branch.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    name: branchName('Such as "feature/login".'),
    from: revision('Where it begins, such as "main".').default('HEAD'),
  }),
  output: z.object({ repository: z.string(), branch: z.string(), commit: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repository: path, name, from } = input;
    const { shown, guard } = await reader.git.previewBranch({ path, name, from, signal });
    return {
      description: `Create branch "${name}" at ${guard.commit.slice(0, 12)} in "${shown}" (${profile.name})`,
      guard,
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey, signal }) => {
    const { repository, name } = input;
    await writer.git.createBranch({ path: repository, name, guard, idempotencyKey, signal });
    return { repository, branch: name, commit: guard.commit };
  },
  verify: async ({ input, reader, signal }) => ({
    commit: (await reader.git.branch({ path: input.repository, name: input.name, signal })) ?? null,
  }),
  reconcile: async ({ input, reader, guard, signal }) => {
    const commit = await reader.git.branch({ path: input.repository, name: input.name, signal });
    if (commit === guard.commit) return 'executed';
    return commit === undefined ? 'failed' : 'unknown';
  },
});
