import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markTexts } from '../../text/authored.ts';
import { releaseAnswer, shownRelease, showRelease } from '../release.ts';

export const githubReleaseList = github.read({
  name: 'github_release_list',
  title: 'Releases',
  toolset: 'deployments',
  description: 'List releases, newest first. Use github_release_get for the notes of one.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({
    releases: z.array(shownRelease.extend({ name: authoredText, published_at: z.string().nullable() })),
    next_page: nextPage,
  }),
  run: async ({ input: { repo: repository, limit, page }, reader, signal }) => {
    const found = await reader.page({ repository, path: '/releases', item: releaseAnswer, limit, page, signal });
    const texts = found.items.map(({ author, name }) => ({ author, text: name }));
    const names = await markTexts({ texts, repository, reader, limit: 500, signal });
    return {
      releases: found.items.map((release, index) => ({
        ...showRelease(release),
        name: names[index] ?? { by: 'ghost', trusted: false, text: '' },
        published_at: release.published_at ?? null,
      })),
      next_page: nextPageOf(found),
    };
  },
});
