import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markTexts } from '../../text/authored.ts';
import { getRelease, releaseId, releasesOf, shownRelease, showRelease, tagName } from '../release.ts';

export const githubReleaseGet = github.read({
  name: 'github_release_get',
  title: 'Release',
  toolset: 'deployments',
  description: 'Show a release with its notes and files. Use github_release_list to find one.',
  input: z
    .strictObject({ repo: repositoryName, release_id: releaseId.optional(), tag: tagName.optional() })
    .refine(({ release_id: id, tag }) => (id === undefined) !== (tag === undefined), {
      error: 'use release_id or tag, one of them',
      path: ['tag'],
    }),
  output: shownRelease.extend({
    target: z.string(),
    name: authoredText,
    notes: authoredText,
    immutable: z.boolean(),
    created_at: z.string(),
    published_at: z.string().nullable(),
    files: z.array(z.object({ name: z.string(), bytes: z.int(), url: z.string() })),
    more_files: z.int(),
  }),
  run: async ({ input: { repo: repository, release_id: id, tag = '' }, reader, signal }) => {
    const place = { reader, repository, signal };
    const release = id === undefined ? (await releasesOf({ tag, ...place }))[0] : await getRelease({ id, ...place });
    if (release === undefined) throw noRelease({ repository, tag });
    const { author } = release;
    const [name, notes] = await markTexts({
      texts: [
        { author, text: release.name },
        { author, text: release.body },
      ],
      limit: 60_000,
      ...place,
    });
    const nothing = { by: 'ghost', trusted: false, text: '' };
    return {
      ...showRelease(release),
      target: release.target_commitish,
      name: name ?? nothing,
      notes: notes ?? nothing,
      immutable: release.immutable ?? false,
      created_at: release.created_at,
      published_at: release.published_at ?? null,
      files: release.assets
        .slice(0, most)
        .map((asset) => ({ name: asset.name, bytes: asset.size, url: asset.browser_download_url })),
      more_files: Math.max(0, release.assets.length - most),
    };
  },
});

const most = 50;

const noRelease = ({ repository, tag }: { repository: string; tag: string }): LineclearError =>
  new LineclearError('not_found', `${repository} has no release of ${quoted(tag)}, or it cannot be seen.`, {
    hint: 'github_release_list shows what there is.',
    details: { reason: 'missing' },
  });
