import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { markText } from '../../text/authored.ts';
import { getRelease, releaseAnswer, releaseGuard, releaseId, showRelease } from '../release.ts';

export const githubReleaseDelete = github.write({
  name: 'github_release_delete',
  title: 'Delete a release',
  toolset: 'deployments',
  risk: 'destructive',
  description: 'Delete a release with its notes and files; its tag stays. Use github_release_update to correct it.',
  input: z.strictObject({ repo: repositoryName, release_id: releaseId }),
  output: z.object({ release_id: z.int(), tag: z.string(), deleted: z.boolean() }),
  preview: async ({ input: { repo: repository, release_id: id }, reader, profile, signal }) => {
    const release = await getRelease({ reader, repository, id, signal });
    const { author, body, assets } = release;
    const notes = await markText({ author, text: body, repository, reader, limit: 5_000, signal });
    return {
      description: `Delete the ${release.draft ? 'draft' : 'release'} ${quoted(release.tag_name)} (${id}) of ${repository} and ${assets.length} files with ${profile.name}.`,
      guard: { ...releaseGuard(release), files: assets.map(({ name }) => name).toSorted() },
      before: { ...showRelease(release), notes },
      changes: assets.slice(0, 100).map(({ name, size }) => `- ${quoted(name)} (${size} bytes)`),
      warnings: [
        ...(release.draft ? [] : ['What was published under its address is gone.']),
        ...(release.immutable === true ? ['This release is immutable: its tag cannot be used again.'] : []),
      ],
    };
  },
  execute: async ({ input: { repo: repository, release_id: id }, writer, guard, signal }) => {
    const path = '/releases/{release_id}';
    await writer.send({ method: 'DELETE', repository, path, values: { release_id: id }, schema: z.unknown(), signal });
    return { release_id: id, tag: guard.tag, deleted: true };
  },
  reconcile: async ({ input: { repo: repository, release_id: id }, reader, guard, signal }) => {
    const values = { release_id: id };
    const found = await reader.find({ repository, path: '/releases/{release_id}', values, schema: releaseAnswer, signal });
    return found === undefined ? { result: { release_id: id, tag: guard.tag, deleted: true } } : 'unknown';
  },
});
