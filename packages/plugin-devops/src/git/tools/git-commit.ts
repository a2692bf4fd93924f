import * as z from 'zod';
import { dismissedPart, judgeFindings, notSecret } from '../../secrets/judge-findings.ts';
import { workspace } from '../../workspace/connection.ts';
import { counted } from '../../text/counted.ts';
import { fitting } from '../../text/fitting.ts';
import { hasNoNul } from '../../text/no-nul.ts';
import { shortBranch } from '../branch-name.ts';
import type { CommitPreview } from '../git-reader.ts';

export const gitCommit = workspace.write({
  name: 'git_commit',
  title: 'Commit',
  toolset: 'git',
  risk: 'additive',
  description: 'Commit what is staged, or the named paths as they are now. Hooks and signing do not run. Use git_status first.',
  input: z.strictObject({
    repository: z.string().default('.').describe('A folder in the repository.'),
    message: z.string().trim().min(3).refine(hasNoNul, 'Holds a NUL character.').describe('Such as "Fix login timeout".'),
    paths: z.array(z.string()).min(1).optional().describe('Relative to repository; what is staged when absent.'),
    not_secret: notSecret,
  }),
  output: z.object({ repository: z.string(), commit: z.string(), branch: z.string() }),
  preview: async ({ input, reader, principal, profile, signal }) => {
    const found = await reader.git.previewCommit({ ...target(input), principal, signal });
    const { shown, guard, diff, identity } = found;
    const dismissed = judgeFindings({ findings: found.findings, notSecret: input.not_secret, what: 'these changes' });
    const { details, warnings, ...raised } = dismissedPart(dismissed);
    const count = diff.files.length;
    const first = fitting({ items: diff.files.slice(0, 50), maxCharacters: 10_000 });
    return {
      description: `Commit ${counted(count, 'file')} to ${shortBranch(guard.branch)} of "${shown}" in ${profile.name}: ${firstLine(input.message)}`,
      guard,
      changes: diff.patch,
      details: {
        author: `${identity.name} <${identity.email}>`,
        files: first,
        files_left_out: count - first.length,
        ...details,
      },
      warnings: [...warningsFor(found), ...warnings],
      ...raised,
    };
  },
  execute: async ({ input, writer, guard, principal, idempotencyKey, step, signal }) => {
    const { message } = input;
    const commit = await writer.git.commit({ ...target(input), message, guard, principal, idempotencyKey, step, signal });
    return { repository: input.repository, commit, branch: shortBranch(guard.branch) };
  },
  verify: async ({ input, reader, output, signal }) => {
    const { branch, head } = await reader.git.head({ path: input.repository, signal });
    return { head, branch: shortBranch(branch), is_head: head === output.commit };
  },
  reconcile: async ({ input, reader, guard, idempotencyKey, signal }) => {
    const path = input.repository;
    if (await reader.git.wasCommitted({ path, idempotencyKey, signal })) return 'executed';
    return (await reader.git.head({ path, signal })).head === guard.head ? 'failed' : 'unknown';
  },
});

const target = ({ repository, paths }: { repository: string; paths?: string[] | undefined }) => ({
  path: repository,
  ...(paths === undefined ? {} : { paths }),
});

const firstLine = (message: string): string => JSON.stringify((message.split('\n')[0] ?? '').slice(0, 120));

const warningsFor = ({ guard, identity, hooks, diff }: CommitPreview): readonly string[] => [
  ...(guard.branch === 'HEAD' ? ['The head is detached: no branch will hold this commit.'] : []),
  ...(identity.source === 'principal' ? ['git has no user.name and user.email here: the caller is named as author.'] : []),
  ...(hooks.length > 0 ? [`These hooks of the repository do not run: ${hooks.join(', ')}.`] : []),
  ...(diff.patchComplete ? [] : ['The patch is cut; git_diff with staged shows more.']),
];
