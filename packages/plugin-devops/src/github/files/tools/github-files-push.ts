import { LineclearError, mapConcurrently, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { branchName } from '../../../git/branch-name.ts';
import { dismissedPart, judgeFindings, notSecret } from '../../../secrets/judge-findings.ts';
import { counted } from '../../../text/counted.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { commitMessage, readTarget } from '../commit-target.ts';
import { fileContent, previewFile } from '../file-change.ts';
import { filePath } from '../file-path.ts';
import { holdsCommit, pushFiles } from '../push-files.ts';
import { rememberedPush, rememberPush } from '../remembered-push.ts';
import { openTree } from '../tree.ts';

const file = z.strictObject({ path: filePath('Such as docs/plan.md.'), content: fileContent });

const areApart = (files: readonly { path: string }[]): boolean =>
  files.every(({ path }, index) => files.every((other, at) => at === index || !`${other.path}/`.startsWith(`${path}/`)));

export const githubFilesPush = github.write({
  name: 'github_files_push',
  title: 'Write files on GitHub',
  toolset: 'repositories',
  risk: 'reversible',
  description: 'Create, replace and delete several files in one commit on GitHub. Use git_push for local commits.',
  input: z.strictObject({
    repo: repositoryName,
    branch: branchName('Where to commit.'),
    files: z.array(file).min(1).max(50).refine(areApart, 'Two of the paths lie on one another.').describe('Each path once.'),
    message: commitMessage,
    not_secret: notSecret,
  }),
  output: z.object({ commit: z.string(), files: z.int() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, branch, files, message } = input;
    const target = await readTarget({ reader, repository, branch, signal });
    const { head, tree } = target.branch ?? { head: null, tree: null };
    const find = tree === null ? undefined : openTree({ reader, repository, tree, signal });
    const changes = await mapConcurrently({
      items: files,
      concurrency: 4,
      run: (one) => previewFile({ reader, repository, ...one, find, signal }),
    });
    checkShown({
      sent: [message, ...changes.map(({ patch }) => patch)],
      hint: 'Commit in parts, or in a clone with git_commit and git_push.',
    });
    const findings = changes.flatMap((change) => change.findings);
    const { details, warnings, ...raised } = dismissedPart(
      judgeFindings({ findings, notSecret: input.not_secret, what: 'these files' }),
    );
    const refusal = target.refusal ?? (target.isEmpty ? empty(repository) : changes.find((change) => change.refusal)?.refusal);
    return {
      description: `Commit ${counted(files.length, 'file')} to ${quoted(branch)} of ${repository} with ${profile.name}: ${quoted(message.split('\n', 1)[0] ?? '')}`,
      guard: {
        head,
        tree,
        modes: changes.map(({ before }) => before?.mode ?? '100644'),
        visibility: target.visibility,
        refused: refusal?.message ?? null,
      },
      before: { head },
      changes: changes.map(({ patch }) => patch).join('\n'),
      details: {
        message,
        files: changes.map(({ path, content, before }) => ({
          path,
          change: content === null ? 'delete' : before === undefined ? 'create' : 'replace',
        })),
        ...details,
      },
      warnings: [...target.warnings, ...changes.flatMap((change) => change.warnings), ...warnings],
      ...(changes.some(({ isWorkflow }) => isWorkflow) ? { approval: 'client' as const } : raised),
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, state, clock, step, idempotencyKey, signal }) => {
    const { repo: repository, branch, files, message } = input;
    const remember = (commit: string) => rememberPush({ state, idempotencyKey, commit, nowMs: clock.now() });
    const changes = files.map((one, index) => ({ ...one, mode: guard.modes[index] ?? '100644' }));
    const { head, tree } = guard;
    const commit = await pushFiles({ writer, repository, branch, changes, message, head, tree, remember, step, signal });
    return { commit, files: files.length };
  },
  reconcile: async ({ input, reader, state, idempotencyKey, signal }) => {
    const { repo: repository, branch, files } = input;
    const commit = await rememberedPush({ state, idempotencyKey });
    if (commit === undefined) return 'failed';
    return (await holdsCommit({ reader, repository, branch, commit, signal }))
      ? { result: { commit, files: files.length } }
      : 'unknown';
  },
});

const empty = (repository: string): LineclearError =>
  new LineclearError('unsupported', `${repository} has no commit yet.`, {
    hint: 'Make the first one with github_file_put.',
    details: { reason: 'empty' },
    effect: 'none',
  });
