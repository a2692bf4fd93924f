import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { revision } from '../../../git/ref.ts';
import { commitOf } from '../../branches/ref.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { markTexts } from '../../text/authored.ts';
import { bodyText, lineText, sentTexts } from '../../text/sent-texts.ts';
import {
  getRelease,
  releaseAnswer,
  releaseGuard,
  releaseId,
  releasesOf,
  shownRelease,
  showRelease,
  tagName,
  tagObject,
} from '../release.ts';
import { fieldsAfter, hasFields } from '../release-change.ts';
import { releaseExists, releaseUnchanged, targetUnused } from '../refusals.ts';

export const githubReleaseUpdate = github.write({
  name: 'github_release_update',
  title: 'Change a release',
  toolset: 'deployments',
  // To publish is announced, and starts workflows that deliver it.
  risk: 'destructive',
  classify: ({ input }) => (input.draft === false || input.tag !== undefined ? {} : { risk: 'reversible' }),
  description: 'Change a release, or publish a draft. Use github_release_get to see it.',
  input: z
    .strictObject({
      repo: repositoryName,
      release_id: releaseId,
      tag: tagName.optional(),
      target: revision('Where a new tag begins.').optional(),
      name: lineText('Its title.').optional(),
      notes: bodyText('Replaces all of it.').optional(),
      draft: z.boolean().optional().describe('False publishes it.'),
      prerelease: z.boolean().optional().describe('Not for production.'),
      latest: z.boolean().optional().describe('Shown as the latest.'),
    })
    .refine(({ repo: _repo, release_id: _id, ...rest }) => Object.values(rest).some((part) => part !== undefined), {
      error: 'Name something to change.',
    }),
  output: shownRelease,
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, release_id: id, target, ...asked } = input;
    const place = { reader, repository, signal };
    const release = await getRelease({ id, ...place });
    const { author } = release;
    const tag = asked.tag ?? release.tag_name;
    const [object, others, [name, notes]] = await Promise.all([
      tagObject({ tag, ...place }),
      releasesOf({ tag, ...place }),
      markTexts({
        texts: [
          { author, text: release.name },
          { author, text: release.body },
        ],
        limit: 20_000,
        ...place,
      }),
    ]);
    const isPublished = release.draft && asked.draft === false;
    const isPublic = asked.draft === undefined ? !release.draft : !asked.draft;
    const makesTag = object === undefined && isPublic && (isPublished || asked.tag !== undefined);
    // A tag that is made begins at a commit, not at a branch that may move until then.
    const start = object === undefined && (makesTag || target !== undefined) ? (target ?? release.target_commitish) : undefined;
    const commit = start === undefined ? undefined : await commitOf({ revision: start, ...place });
    const fields = fieldsAfter({ asked, commit });
    const { target_commitish: _commit, ...texts } = fields;
    const sent = await sentTexts({ texts, ...place });
    const other = others.find((one) => one.id !== id);
    const refusal =
      object !== undefined && target !== undefined
        ? targetUnused({ tag, object })
        : other !== undefined && (isPublished || asked.tag !== undefined)
          ? releaseExists(other)
          : hasFields({ release, fields }) && asked.latest === undefined
            ? releaseUnchanged(release)
            : undefined;
    const beginning = commit ?? object;
    return {
      description: `${isPublished ? 'Publish' : 'Change'} the release ${quoted(tag)} (${id}) of ${repository}${beginning === undefined ? '' : ` at ${beginning.slice(0, 12)}`} with ${profile.name}.`,
      guard: { ...releaseGuard(release), object: object ?? null, commit: commit ?? null, visibility: sent.visibility },
      before: { ...showRelease(release), target: release.target_commitish, name, notes },
      details: { ...fields, ...sent.texts },
      warnings: [
        ...(isPublished ? ['Publishing is announced, and starts the workflows that wait for a release.'] : []),
        ...(makesTag ? [`The tag ${quoted(tag)} is new.`] : []),
        ...(release.immutable === true ? ['This release is immutable: GitHub may refuse the change.'] : []),
        ...sent.warnings,
      ],
      ...sent.approval,
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, release_id: id, target: _target, ...asked } = input;
    const values = { release_id: id, ...fieldsAfter({ asked, commit: guard.commit ?? undefined }) };
    const path = '/releases/{release_id}';
    return showRelease(await writer.send({ method: 'PATCH', repository, path, values, schema: releaseAnswer, signal }));
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, release_id: id, target: _target, ...asked } = input;
    const release = await getRelease({ reader, repository, id, signal });
    const fields = fieldsAfter({ asked, commit: guard.commit ?? undefined });
    // What only changes which one is the latest leaves no trace in the release.
    const leavesTrace = Object.keys(fields).some((field) => field !== 'make_latest');
    return leavesTrace && hasFields({ release, fields }) ? { result: showRelease(release) } : 'unknown';
  },
});
