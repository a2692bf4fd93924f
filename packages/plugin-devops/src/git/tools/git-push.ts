import * as z from 'zod';
import { dismissedPart, judgeFindings, notSecret } from '../../secrets/judge-findings.ts';
import { workspace } from '../../workspace/connection.ts';
import { counted } from '../../text/counted.ts';
import { fitting } from '../../text/fitting.ts';
import { branchName } from '../branch-name.ts';
import type { Commit } from '../log.ts';
import type { PushPreview } from '../push/preview-push.ts';

export const gitPush = workspace.write({
  name: 'git_push',
  title: 'Push',
  toolset: 'git',
  risk: 'destructive',
  // Without the lease a push only adds to the remote.
  classify: ({ input }) => ({ risk: input.force_with_lease ? 'destructive' : 'reversible' }),
  description: 'Push one local branch to the branch of that name of a remote. Hooks do not run. Use git_commit to commit first.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    remote: z
      .string()
      .regex(/^[A-Za-z0-9][\w-]{0,63}$/, 'Not the name of a remote.')
      .default('origin')
      .describe('The name of a remote, never a URL.'),
    branch: branchName('Such as "feature/login"; the current one when absent.').optional(),
    force_with_lease: z.boolean().default(false).describe('Replaces the history there, if it is still what the preview saw.'),
    not_secret: notSecret,
  }),
  output: z.object({ repository: z.string(), remote: z.string(), url: z.string(), branch: z.string(), commit: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repository: path, remote, branch, force_with_lease: force } = input;
    const found = await reader.git.previewPush({ path, remote, branch, force, signal });
    const dismissed = judgeFindings({ findings: found.findings, notSecret: input.not_secret, what: 'these commits' });
    const { details, warnings, ...raised } = dismissedPart(dismissed);
    const { guard, files, commitCount } = found;
    const [commits, first] = [shortList(found.commits), fitting({ items: files.slice(0, 100), maxCharacters: 10_000 })];
    return {
      description:
        `${found.replaces ? 'Replace' : guard.remote_commit === '' ? 'Create' : 'Update'} branch "${guard.branch}" of ` +
        `${guard.url} from "${found.shown}" in ${profile.name}: ${counted(commitCount, 'commit')}, ${counted(files.length, 'file')}`,
      guard,
      changes: commits,
      details: {
        remote,
        url: guard.url,
        commits_left_out: commitCount - commits.length,
        files: first,
        files_left_out: files.length - first.length,
        ...(found.replaces ? { commits_lost: found.lost === undefined ? 'unknown' : shortList(found.lost) } : {}),
        ...details,
      },
      warnings: [...warningsFor(found), ...warnings],
      // Whoever wrote the repository's settings chose a remote that the profile does not name.
      ...(found.listed ? raised : { approval: 'client' as const }),
    };
  },
  execute: async ({ input, writer, guard, step, signal }) => {
    const { repository, remote } = input;
    await writer.git.push({ path: repository, remote, guard, step, signal });
    return { repository, remote, url: guard.url, branch: guard.branch, commit: guard.commit };
  },
  verify: async ({ input, reader, output, signal }) => {
    const { repository: path, remote } = input;
    const commit = await reader.git.remoteBranch({ path, remote, guard: output, signal });
    return { remote_commit: commit ?? null, is_there: commit === output.commit };
  },
  reconcile: ({ input, reader, guard, signal }) =>
    reader.git.reconcilePush({ path: input.repository, remote: input.remote, guard, signal }),
});

const shortList = (commits: readonly Commit[]): readonly string[] =>
  fitting({ items: commits.map(({ id, subject, author }) => `${id.slice(0, 12)} ${subject} (${author})`), maxCharacters: 8_000 });

const warningsFor = ({ listed, replaces, lost, guard }: PushPreview): readonly string[] => [
  ...(listed ? [] : [`The profile does not name ${guard.url}; the repository's own settings do.`]),
  ...(replaces && lost !== undefined ? [`The remote's branch loses ${counted(lost.length, 'commit')}.`] : []),
  ...(replaces && lost === undefined
    ? ['The remote holds commits that this repository does not have; its branch loses them.']
    : []),
];
