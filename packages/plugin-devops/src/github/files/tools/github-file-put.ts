import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { branchName } from '../../../git/branch-name.ts';
import { dismissedPart, judgeFindings, notSecret } from '../../../secrets/judge-findings.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { blobId } from '../blob.ts';
import { commitMessage, readTarget } from '../commit-target.ts';
import { fileContent, previewFile } from '../file-change.ts';
import { filePath } from '../file-path.ts';
import { findCommitOf } from '../find-commit.ts';
import { openTree } from '../tree.ts';

/** https://docs.github.com/en/rest/repos/contents#create-or-update-file-contents */
const answer = z.object({ content: z.object({ sha: z.string() }).nullish(), commit: z.object({ sha: z.string() }) });

export const githubFilePut = github.write({
  name: 'github_file_put',
  title: 'Write a file on GitHub',
  toolset: 'repositories',
  risk: 'reversible',
  description:
    'Create, replace or delete one file in a commit on GitHub. Use github_files_push for several, fs_write for local ones.',
  input: z.strictObject({
    repo: repositoryName,
    branch: branchName('Where to commit.'),
    path: filePath('Such as docs/plan.md.'),
    content: fileContent,
    message: commitMessage,
    not_secret: notSecret,
  }),
  output: z.object({ commit: z.string(), path: z.string(), sha: z.string().nullable() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, branch, path, content, message } = input;
    const target = await readTarget({ reader, repository, branch, signal });
    const tree = target.branch?.tree;
    const find = tree === undefined ? undefined : openTree({ reader, repository, tree, signal });
    const change = await previewFile({ reader, repository, path, content, find, signal });
    checkShown({ sent: [change.patch, message], hint: 'Commit in parts, or in a clone with git_commit and git_push.' });
    const dismissed = judgeFindings({ findings: change.findings, notSecret: input.not_secret, what: 'this file' });
    const { details, warnings, ...raised } = dismissedPart(dismissed);
    const refusal = target.refusal ?? change.refusal;
    const verb = content === null ? 'Delete' : change.before === undefined ? 'Create' : 'Replace';
    return {
      description: `${verb} ${quoted(path)} on ${quoted(branch)} of ${repository} with ${profile.name}: ${quoted(message.split('\n', 1)[0] ?? '')}`,
      guard: {
        sha: change.before?.sha ?? null,
        isEmpty: target.isEmpty,
        visibility: target.visibility,
        refused: refusal?.message ?? null,
      },
      before: { sha: change.before?.sha ?? null },
      changes: change.patch,
      details: { message, ...details },
      warnings: [...target.warnings, ...change.warnings, ...warnings],
      ...(change.isWorkflow ? { approval: 'client' as const } : raised),
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, branch, path, content, message } = input;
    const done = await writer.send({
      method: content === null ? 'DELETE' : 'PUT',
      repository,
      path: '/contents/{path}',
      values: {
        path,
        message,
        branch,
        ...(content === null ? {} : { content: Buffer.from(content).toString('base64') }),
        // GitHub refuses a content that has another id by then.
        ...(guard.sha === null ? {} : { sha: guard.sha }),
      },
      schema: answer,
      signal,
    });
    return { commit: done.commit.sha, path, sha: done.content?.sha ?? null };
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, branch, path, content, message } = input;
    const sha = content === null ? null : blobId(content);
    const commit = await findCommitOf({ reader, repository, branch, path, sha, message, signal });
    return commit === undefined ? 'unknown' : { result: { commit, path, sha } };
  },
});
