import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { revision } from '../../../git/ref.ts';
import { commitOf } from '../../branches/ref.ts';
import type { GitHubReader } from '../../client/github-reader.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { hiddenText } from '../../../text/hidden-text.ts';
import { isSameText, ownAccount } from '../../text/own-account.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import { releaseAnswer, releasesOf, shownRelease, showRelease, tagName, tagObject } from '../release.ts';
import { releaseNotes } from '../release-notes.ts';
import { releaseExists, targetMissing, targetUnused } from '../refusals.ts';

export const githubReleaseCreate = github.write({
  name: 'github_release_create',
  title: 'Create a release',
  toolset: 'deployments',
  // What is published is announced, and starts workflows that deliver it.
  risk: 'destructive',
  classify: ({ input }) => (input.draft ? { risk: 'additive' } : {}),
  description: 'Create a release, and its tag if missing. Use github_release_update to publish a draft.',
  input: z
    .strictObject({
      repo: repositoryName,
      tag: tagName,
      target: revision('Where a new tag begins.').optional(),
      name: lineText('Its title.').optional(),
      notes: bodyText('Markdown.').default(''),
      generate_notes: z.boolean().default(false).describe('Append the changes.'),
      since_tag: tagName.optional().describe('Changes since this tag.'),
      draft: z.boolean().default(false).describe('Unpublished.'),
      prerelease: z.boolean().default(false).describe('Not for production.'),
      latest: z.boolean().default(true).describe('Shown as the latest.'),
    })
    .refine(({ generate_notes: isGenerated, since_tag: since }) => isGenerated || since === undefined, {
      error: 'goes with generate_notes',
      path: ['since_tag'],
    }),
  output: shownRelease,
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, tag, target, draft } = input;
    const place = { reader, repository, signal };
    const [[existing], object] = await Promise.all([releasesOf({ tag, ...place }), tagObject({ tag, ...place })]);
    if (object === undefined && target === undefined) throw targetMissing(tag);
    const wanted = target === undefined ? undefined : await commitOf({ revision: target, ...place });
    const commit = object === undefined && wanted !== undefined ? wanted : await commitOf({ revision: `tags/${tag}`, ...place });
    const { name, body } = await textsOf({ input, commit, ...place });
    const sent = await sentTexts({ texts: { name, notes: body }, ...place });
    const refusal =
      existing !== undefined
        ? releaseExists(existing)
        : wanted !== undefined && wanted !== commit
          ? targetUnused({ tag, object: commit })
          : undefined;
    return {
      description: `${draft ? 'Draft' : 'Publish'} the release ${quoted(tag)} of ${repository} at ${commit.slice(0, 12)} with ${profile.name}.`,
      // What GitHub wrote is sent as it was read, so it stands in the plan.
      guard: { commit, tag: object ?? null, existing: existing?.id ?? null, name, body, visibility: sent.visibility },
      details: { ...bodyOf({ input, commit, name, body }), ...sent.texts },
      warnings: [
        ...(object === undefined ? [`The tag ${quoted(tag)} is new${draft ? ', and made when this is published' : ''}.`] : []),
        ...(draft ? [] : ['Publishing is announced, and starts the workflows that wait for a release.']),
        ...(input.generate_notes ? ['Generated notes repeat titles that others wrote.'] : []),
        ...hiddenText({ what: 'What GitHub wrote', sent: { name, body }, given: input }),
        ...sent.warnings,
      ],
      ...sent.approval,
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const values = bodyOf({ input, ...guard });
    return showRelease(
      await writer.send({ method: 'POST', repository: input.repo, path: '/releases', values, schema: releaseAnswer, signal }),
    );
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, tag, draft, prerelease } = input;
    const [found, isOwn] = await Promise.all([releasesOf({ tag, reader, repository, signal }), ownAccount({ reader, signal })]);
    // GitHub has one published release for a tag, and may have many drafts.
    const ours = found.filter(
      (release) =>
        release.draft === draft &&
        release.prerelease === prerelease &&
        isOwn(release.author?.login) &&
        isSameText(release.name, guard.name) &&
        isSameText(release.body, guard.body),
    );
    const [release] = ours;
    return release === undefined || ours.length > 1 ? 'unknown' : { result: showRelease(release) };
  },
});

interface Wanted {
  readonly tag: string;
  readonly name?: string | undefined;
  readonly notes: string;
  readonly generate_notes: boolean;
  readonly since_tag?: string | undefined;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly latest: boolean;
}

/** The title and the notes as they will be sent. */
const textsOf = async ({
  input,
  ...place
}: {
  input: Wanted;
  commit: string;
  reader: GitHubReader;
  repository: string;
  signal: AbortSignal;
}): Promise<{ name: string; body: string }> => {
  const { tag, notes } = input;
  if (!input.generate_notes) return { name: input.name ?? tag, body: notes };
  const generated = await releaseNotes({ tag, since: input.since_tag, ...place });
  return { name: input.name ?? generated.name, body: notes === '' ? generated.body : `${notes}\n\n${generated.body}` };
};

// The commit and not the branch: the tag begins where the preview said, however the branch moves.
const bodyOf = ({ input, commit, name, body }: { input: Wanted; commit: string; name: string; body: string }) => ({
  tag_name: input.tag,
  target_commitish: commit,
  name,
  body,
  draft: input.draft,
  prerelease: input.prerelease,
  // Neither a draft nor a prerelease can be the latest one.
  make_latest: String(input.latest && !input.draft && !input.prerelease),
});
