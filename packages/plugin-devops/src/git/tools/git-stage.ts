import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { counted } from '../../text/counted.ts';
import { fitting } from '../../text/fitting.ts';

export const gitStage = workspace.write({
  name: 'git_stage',
  title: 'Stage',
  toolset: 'git',
  risk: 'reversible',
  description: 'Stage the named paths as they are now, or take them out of what is staged. Use git_commit to commit.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    paths: z.array(z.string()).min(1).max(200).describe('Relative to repository, such as ["src/app.ts"].'),
    unstage: z.boolean().default(false).describe('Takes the paths out.'),
  }),
  output: z.object({ repository: z.string(), tree: z.string().describe('What is staged now.') }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repository: path, paths, unstage } = input;
    const { shown, guard, diff } = await reader.git.previewStage({ path, paths, unstage, signal });
    const first = fitting({ items: diff.files.slice(0, 50), maxCharacters: 10_000 });
    return {
      description: `${unstage ? 'Unstage' : 'Stage'} ${counted(diff.files.length, 'file')} of "${shown}" in ${profile.name}`,
      guard,
      changes: diff.patch,
      details: { files: first, files_left_out: diff.files.length - first.length },
      warnings: diff.patchComplete ? [] : ['The patch is cut; git_diff shows more.'],
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repository: path, paths, unstage } = input;
    await writer.git.stage({ path, paths, unstage, guard, signal });
    return { repository: path, tree: guard.after };
  },
  verify: async ({ input, reader, signal }) => ({ tree: await reader.git.indexTree({ path: input.repository, signal }) }),
  reconcile: async ({ input, reader, guard, signal }) => {
    const tree = await reader.git.indexTree({ path: input.repository, signal });
    if (tree === guard.after) return 'executed';
    return tree === guard.before ? 'failed' : 'unknown';
  },
});
