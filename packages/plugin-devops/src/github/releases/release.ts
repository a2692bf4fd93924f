import * as z from 'zod';
import { isBranchName } from '../../git/branch-name.ts';
import type { GitHubReader } from '../client/github-reader.ts';
import { refAnswer } from '../branches/ref.ts';
import { missing } from '../missing.ts';
import { fromOne } from '../paging.ts';
import { author } from '../text/authored.ts';
import { textDigest } from '../text/digest.ts';

/** https://docs.github.com/en/rest/releases/releases#get-a-release */
export const releaseAnswer = z.object({
  id: z.int(),
  tag_name: z.string(),
  target_commitish: z.string(),
  name: z.string().nullish(),
  body: z.string().nullish(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean().optional(),
  author,
  created_at: z.string(),
  published_at: z.string().nullish(),
  html_url: z.string(),
  assets: z.array(z.object({ name: z.string(), size: z.int(), browser_download_url: z.string() })).default([]),
});
export type Release = z.output<typeof releaseAnswer>;

/** An input field for the name of a tag. */
export const tagName = z.string().refine(isBranchName, 'Not a name that a tag may have.').describe('Such as v1.2.0.');

/** An input field for a release. */
export const releaseId = fromOne('Id of the release.');

export const shownRelease = z.object({
  release_id: z.int(),
  tag: z.string(),
  url: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
});

export const showRelease = (release: Release): z.output<typeof shownRelease> => ({
  release_id: release.id,
  tag: release.tag_name,
  url: release.html_url,
  draft: release.draft,
  prerelease: release.prerelease,
});

interface Place {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly signal: AbortSignal;
}

/** One release; `not_found` where there is none. */
export const getRelease = async ({ id, ...asked }: Place & { id: number }): Promise<Release> => {
  const found = await asked.reader.find({
    ...asked,
    path: '/releases/{release_id}',
    values: { release_id: id },
    schema: releaseAnswer,
  });
  if (found === undefined) throw missing({ what: `release ${id} of ${asked.repository}`, listedBy: 'github_release_list' });
  return found;
};

/** Every release of a tag among the newest 100: the published one, and drafts, which GitHub finds by no tag. */
export const releasesOf = async ({ tag, ...asked }: Place & { tag: string }): Promise<readonly Release[]> => {
  const [{ items }, published] = await Promise.all([
    asked.reader.page({ ...asked, path: '/releases', item: releaseAnswer, limit: 100 }),
    asked.reader.find({ ...asked, path: '/releases/tags/{tag}', values: { tag }, schema: releaseAnswer }),
  ]);
  const drafts = items.filter((release) => release.tag_name === tag && release.id !== published?.id);
  return published === undefined ? drafts : [published, ...drafts];
};

/** The object that a tag leads to: a commit, or for a tag with a message the tag itself. Undefined where there is no such tag. */
export const tagObject = async ({ tag, ...asked }: Place & { tag: string }): Promise<string | undefined> =>
  (await asked.reader.find({ ...asked, path: '/git/ref/{ref}', values: { ref: `tags/${tag}` }, schema: refAnswer }))?.object.sha;

/** What of a release decides whether a change to it still makes sense. */
export const releaseGuard = (release: Release) => ({
  tag: release.tag_name,
  target: release.target_commitish,
  name: textDigest(release.name),
  notes: textDigest(release.body),
  draft: release.draft,
  prerelease: release.prerelease,
});
