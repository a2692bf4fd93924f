import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { revision } from '../../../git/ref.ts';
import { commitOf } from '../../branches/ref.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { lineText, sentTexts } from '../../text/sent-texts.ts';
import { webAddress } from '../../text/web-address.ts';
import { readStatuses, statusAnswer } from '../read-checks.ts';

export const githubStatusSet = github.write({
  name: 'github_status_set',
  title: 'Set a commit status',
  toolset: 'pull-requests',
  risk: 'destructive',
  description: 'Set a status of a commit; rules may wait for it. Use github_checks_get to see them.',
  input: z.strictObject({
    repo: repositoryName,
    ref: revision('Branch, tag or commit.'),
    context: lineText('Such as ci/acceptance.', 100),
    state: z.enum(['error', 'failure', 'pending', 'success']).describe('What to say.'),
    description: lineText('One line.', 140).optional(),
    target_url: webAddress('Where it is explained.'),
  }),
  output: z.object({ commit: z.string(), context: z.string(), state: z.string() }),
  // Only a success lets something through that was held.
  classify: ({ input }) => (input.state === 'success' ? {} : { risk: 'reversible' }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, ref, ...texts } = input;
    const [commit, sent] = await Promise.all([
      commitOf({ reader, repository, revision: ref, signal }),
      sentTexts({ texts, repository, reader, signal }),
    ]);
    const now = (await readStatuses({ reader, repository, commit, signal })).find(({ context }) => context === input.context);
    return {
      description: `Set the status ${quoted(input.context)} of ${commit.slice(0, 12)} (${quoted(ref)}) in ${repository} to ${input.state} with ${profile.name}.`,
      guard: { commit, visibility: sent.visibility, now: now === undefined ? null : { id: now.id, state: now.state } },
      before: now === undefined ? null : { state: now.state },
      details: { ref, ...sent.texts },
      warnings: [
        ...sent.warnings,
        ...(input.state === 'success' ? ['A rule of a branch that waits for this status will let the commit through.'] : []),
      ],
      ...sent.approval,
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, ref: _ref, ...body } = input;
    const values = { ...body, sha: guard.commit };
    await writer.send({ method: 'POST', repository, path: '/statuses/{sha}', values, schema: statusAnswer, signal });
    return { commit: guard.commit, context: input.context, state: input.state };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, context, state, description = '', target_url: url = '' } = input;
    const found = (await readStatuses({ reader, repository, commit: guard.commit, signal })).find(
      (one) => one.context === context,
    );
    if (found === undefined || found.id === guard.now?.id) return 'unknown';
    const isOurs = found.state === state && (found.description ?? '') === description && (found.target_url ?? '') === url;
    return isOurs ? { result: { commit: guard.commit, context, state } } : 'unknown';
  },
});
