import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';
import { revision } from '../ref.ts';

const maxFiles = 200;

export const gitShow = workspace.read({
  name: 'git_show',
  title: 'Git show',
  toolset: 'git',
  description: 'Show one commit with its message and patch, or one text file as a commit has it. Use git_log to find commits.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    revision: revision('Such as "main" or "HEAD~2".').default('HEAD'),
    path: z.string().optional().describe('A file, relative to repository, whose content to show.'),
  }),
  output: z.object({
    repository: z.string(),
    commit: z.string(),
    author: z.string(),
    email: z.string(),
    date: z.string(),
    parents: z.array(z.string()),
    subject: z.string(),
    message: z.string().optional(),
    files: z
      .array(z.object({ path: z.string(), from: z.string().optional(), added: z.int().optional(), removed: z.int().optional() }))
      .optional(),
    files_left_out: z.int().optional(),
    patch: z.string().optional(),
    text: z.string().optional(),
    bytes: z.int().optional(),
    complete: z.boolean().describe('False when the patch or text is cut.'),
  }),
  run: async ({ input, reader, signal }) => {
    const request = { path: input.repository, revision: input.revision, maxCharacters: 40_000, signal };
    if (input.path !== undefined) {
      const { shown, commit, text, bytes, complete } = await reader.git.showFile({ ...request, file: input.path });
      const { id, ...facts } = commit;
      return { repository: shown, commit: id, ...facts, text, bytes, complete };
    }
    const { shown, commit, message, diff } = await reader.git.showCommit(request);
    const { id, ...facts } = commit;
    const files = fitting({ items: diff.files.slice(0, maxFiles), maxCharacters: 15_000 });
    return {
      repository: shown,
      commit: id,
      ...facts,
      message,
      files,
      files_left_out: diff.files.length - files.length,
      patch: diff.patch,
      complete: diff.patchComplete,
    };
  },
});
