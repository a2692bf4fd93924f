import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import type { GitHubReader } from '../../client/github-reader.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { isSameText, ownAccount } from '../../text/own-account.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import { counted } from '../../../text/counted.ts';
import { readAhead } from '../ahead.ts';
import { headName, qualifiedHead } from '../head-name.ts';
import { type PullAnswer, pullAnswer, readPull } from '../pull-answer.ts';
import { refused } from '../refusals.ts';

export const githubPrCreate = github.write({
  name: 'github_pr_create',
  title: 'Open a pull request',
  toolset: 'pull-requests',
  risk: 'additive',
  description: 'Open a pull request. Use git_push first: the branch has to be on GitHub.',
  input: z.strictObject({
    repo: repositoryName,
    head: headName('Branch, or owner:branch of a fork.'),
    base: branchName('Branch to merge into.'),
    title: lineText('One line.'),
    body: bodyText('Markdown.').default(''),
    draft: z.boolean().default(false).describe('Not ready for review.'),
  }),
  output: z.object({ number: z.int(), url: z.string(), draft: z.boolean() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, head, base, title, body, draft } = input;
    const place = { reader, repository, signal };
    const [{ ahead, behind, files, commit }, existing, sent] = await Promise.all([
      readAhead({ base, head, ...place }),
      openPull({ head, base, ...place }),
      sentTexts({ texts: { title, body }, ...place }),
    ]);
    const what = `${counted(ahead, 'commit')}, ${files < 300 ? counted(files, 'file') : '300 files or more'}`;
    return {
      description: `Open a ${draft ? 'draft ' : ''}pull request from ${quoted(head)} into ${quoted(base)} of ${repository} with ${profile.name}: ${what}.`,
      guard: { commit, ahead, existing: existing?.number ?? null, visibility: sent.visibility },
      details: { ...sent.texts, head, base, draft, commit },
      warnings: [
        ...sent.warnings,
        ...(behind === 0
          ? []
          : [`${quoted(base)} has ${counted(behind, 'commit')} more; GitHub says after opening whether they merge.`]),
      ],
      ...sent.approval,
      ...(ahead > 0 ? {} : { refusal: nothingNew({ head, base }) }),
      ...(existing === undefined ? {} : { refusal: exists(existing) }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, ...values } = input;
    return answerOf(await writer.send({ method: 'POST', repository, path: '/pulls', values, schema: pullAnswer, signal }));
  },
  verify: async ({ input, reader, output, signal }) => {
    const pull = await readPull({ reader, repository: input.repo, number: output.number, signal });
    return { mergeable: pull.mergeable ?? null, merge_state: pull.mergeable_state };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const pull = await openPull({ head: input.head, base: input.base, reader, repository: input.repo, signal });
    if (pull === undefined || pull.head.sha !== guard.commit || !isSameText(pull.title, input.title)) return 'unknown';
    const isOwn = await ownAccount({ reader, signal });
    return isOwn(pull.user?.login) && isSameText(pull.body, input.body) ? { result: answerOf(pull) } : 'unknown';
  },
});

/** GitHub has at most one that is open for the same two branches. */
const openPull = async ({
  head,
  base,
  ...asked
}: {
  head: string;
  base: string;
  reader: GitHubReader;
  repository: string;
  signal: AbortSignal;
}): Promise<PullAnswer | undefined> => {
  const values = { state: 'open', base, head: qualifiedHead({ head, repository: asked.repository }) };
  return (await asked.reader.page({ ...asked, path: '/pulls', values, item: pullAnswer, limit: 1 })).items[0];
};

const answerOf = ({ number, html_url: url, draft }: PullAnswer) => ({ number, url, draft });

const exists = ({ number, html_url: url }: PullAnswer): LineclearError =>
  new LineclearError('conflict', `There is an open pull request for these branches: #${number}.`, {
    hint: 'Push to its branch, or use github_pr_update to change its texts.',
    details: { reason: 'exists', number, url },
  });

const nothingNew = ({ head, base }: { head: string; base: string }): LineclearError =>
  refused({
    message: `${quoted(head)} has no commit that ${quoted(base)} lacks.`,
    hint: 'Commit and push first.',
    reason: 'nothing_to_merge',
  });
