import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { counted } from '../../../text/counted.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { markText } from '../../text/authored.ts';
import { textDigest } from '../../text/digest.ts';
import { ownAccount } from '../../text/own-account.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import { mergeGuard, mergeRefusal, mergeWarnings, readMergeState } from '../merge-state.ts';
import { pullNumber, readPull } from '../pull-answer.ts';
import { reviewedCommit } from '../reviewed-commit.ts';

export const githubPrMerge = github.write({
  name: 'github_pr_merge',
  title: 'Merge a pull request',
  toolset: 'pull-requests',
  risk: 'destructive',
  description: 'Merge a pull request into its base. Use github_pr_diff and github_checks_get first.',
  input: z.strictObject({
    repo: repositoryName,
    number: pullNumber,
    method: z.enum(['merge', 'squash', 'rebase']).describe('How.'),
    commit: reviewedCommit,
    title: lineText('Of the new commit.').optional(),
    message: bodyText('Its text.').optional(),
  }),
  output: z.object({ number: z.int(), merged: z.literal(true), commit: z.string().nullable(), base: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, number, method, commit, title, message } = input;
    const where = { reader, repository, signal };
    const [state, sent] = await Promise.all([
      readMergeState({ ...where, number }),
      sentTexts({ texts: { title, message }, ...where }),
    ]);
    const { pull, checks, reviews, rules, settings } = state;
    const guard = mergeGuard(state);
    return {
      description: `Merge #${number} of ${repository} (${counted(pull.commits, 'commit')}, ${counted(pull.changed_files, 'file')}) into ${quoted(pull.base.ref)} by ${method} with ${profile.name}.`,
      // Where no title is given, the commit gets the one of the pull request.
      guard: { ...guard, visibility: sent.visibility, title: title === undefined ? textDigest(pull.title) : null },
      details: {
        ...sent.texts,
        method,
        commit: pull.head.sha,
        pull_request: await markText({ author: pull.user, text: pull.title, ...where }),
        checks: checks ?? null,
        reviews,
        rules,
        merge_state: pull.mergeable_state,
        deletes_branch: settings.delete_branch_on_merge ?? null,
      },
      warnings: [...sent.warnings, ...mergeWarnings(state)],
      ...sent.approval,
      // GitHub lets administrators go past rules: that takes a person.
      ...(guard.blocked ? { approval: 'human' as const } : {}),
      ...mergeRefusal({ state, method, commit }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, number, method, title, message } = input;
    const texts = { commit_title: title, commit_message: message };
    const values = { pull_number: number, sha: guard.head, merge_method: method, ...texts };
    const path = '/pulls/{pull_number}/merge';
    const schema = z.object({ sha: z.string(), merged: z.literal(true) });
    const { sha: commit } = await writer.send({ method: 'PUT', repository, path, values, schema, signal });
    return { number, merged: true, commit, base: guard.base };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, number } = input;
    const pull = await readPull({ reader, repository, number, signal });
    if (!pull.merged || pull.head.sha !== guard.head) return 'unknown';
    const isOwn = await ownAccount({ reader, signal });
    if (!isOwn(pull.merged_by?.login)) return 'unknown';
    return { result: { number, merged: true as const, commit: pull.merge_commit_sha ?? null, base: pull.base.ref } };
  },
});
