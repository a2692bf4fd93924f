import * as z from 'zod';
import type { KeptRecord } from '../model/settings.ts';
import { toAccount } from '../wire/account.ts';
import { nodeId, stamp } from '../wire/links.ts';
import { allowRefChange } from '../world/rules.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { change, keptIn, toKept } from './kept.ts';
import { page } from './page.ts';
import { anyObject, bodyOf, commitOf, orNotFound } from './parse.ts';
import { invalid } from './refusal.ts';

/** Releases and the tags that they make. */
export const releaseEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /releases', 'contents:read', (call) =>
    page(call, [...releasesOf(call).values()].toReversed(), (release) => toRelease(call, release)),
  ),
  repositoryEndpoint('POST /releases', 'contents:write', createRelease),
  repositoryEndpoint('POST /releases/generate-notes', 'contents:write', async (call) => ({ json: await notesOf(call) })),
  repositoryEndpoint('GET /releases/latest', 'contents:read', (call) => {
    const published = [...releasesOf(call).values()].filter(({ body }) => body['draft'] !== true && body['prerelease'] !== true);
    return { json: toRelease(call, orNotFound(published.at(-1))) };
  }),
  repositoryEndpoint('GET /releases/tags/*', 'contents:read', (call) => {
    const tag = decodeURIComponent(call.params['rest'] ?? '');
    // A draft has no tag yet that it could be found by.
    return {
      json: toRelease(
        call,
        orNotFound([...releasesOf(call).values()].find(({ body }) => body['tag_name'] === tag && body['draft'] !== true)),
      ),
    };
  }),
  repositoryEndpoint('GET /releases/:release_id', 'contents:read', (call) => ({ json: toRelease(call, releaseOf(call)) })),
  repositoryEndpoint('PATCH /releases/:release_id', 'contents:write', async (call) => {
    const release = releaseOf(call);
    const body = { ...release.body, ...bodyOf(call, anyObject) };
    await makeTag(call, releaseBody.parse(body));
    change(call, release, body);
    return { json: toRelease(call, release) };
  }),
  repositoryEndpoint('DELETE /releases/:release_id', 'contents:write', (call) => {
    releasesOf(call).delete(releaseOf(call).id);
    return { status: 204, text: '' };
  }),
];

const releasesOf = ({ repository }: RepositoryCall) => repository.extras.releases;
const releaseOf = (call: RepositoryCall) => keptIn(releasesOf(call), { call, name: 'release_id' });

const releaseBody = z.object({
  tag_name: z.string(),
  target_commitish: z.string().default('main'),
  name: z.string().nullable().default(null),
  body: z.string().default(''),
  draft: z.boolean().default(false),
  prerelease: z.boolean().default(false),
});

async function createRelease(call: RepositoryCall) {
  const { repository } = call;
  const { git } = repository;
  const body = bodyOf(call, releaseBody.extend({ target_commitish: z.string().default(repository.defaultBranch) }));
  const ref = `refs/tags/${body.tag_name}`;
  const resource = 'Release';
  if (!(await git.isRefName(ref)))
    throw invalid({ resource, field: 'tag_name', code: 'custom', message: 'tag_name is not a valid tag' });
  if ([...releasesOf(call).values()].some(({ body: known }) => known['tag_name'] === body.tag_name)) {
    throw invalid({ resource, field: 'tag_name', code: 'already_exists' });
  }
  await makeTag(call, body);
  const release = toKept(call, body);
  releasesOf(call).set(release.id, release);
  return { status: 201, json: toRelease(call, release) };
}

/** Published releases have a tag; one that is missing begins at the target. */
async function makeTag(call: RepositoryCall, { tag_name: tag, target_commitish: target, draft }: z.output<typeof releaseBody>) {
  const { git } = call.repository;
  const ref = `refs/tags/${tag}`;
  if (draft || (await git.resolve(ref)) !== undefined) return;
  await allowRefChange({ ...call, ref, change: 'creation' });
  await git.setRef(ref, await commitOf(call.repository, target));
}

const notesBody = z.object({
  tag_name: z.string(),
  target_commitish: z.string().optional(),
  previous_tag_name: z.string().optional(),
});

/** What was merged since the newest release, as GitHub lists it. Nothing is kept. */
async function notesOf(call: RepositoryCall) {
  const { repository } = call;
  const {
    tag_name: tag,
    target_commitish: target = repository.defaultBranch,
    previous_tag_name: previous,
  } = bodyOf(call, notesBody);
  await commitOf(repository, (await repository.git.resolve(`refs/tags/${tag}`)) ?? target);
  const merged = [...repository.issues.values()].filter(({ pull }) => pull?.mergedAtMs !== undefined);
  const lines = merged.map(({ title, author, number }) => `* ${title} by @${author} in #${number}`);
  const range = previous === undefined ? tag : `${previous}...${tag}`;
  return { name: tag, body: ["## What's Changed", ...lines, '', `**Full Changelog**: ${range}`].join('\n') };
}

const toRelease = ({ repository, links, store }: RepositoryCall, { id, by, createdAtMs, body }: KeptRecord) => {
  const self = `${links.repository(repository)}/releases/${id}`;
  const fields = releaseBody.parse(body);
  const ball = (kind: string) => `${links.repository(repository)}/${kind}/refs/tags/${fields.tag_name}`;
  return {
    id,
    node_id: nodeId('Release', id),
    ...fields,
    url: self,
    html_url: `${links.page(repository)}/releases/tag/${fields.tag_name}`,
    assets_url: `${self}/assets`,
    upload_url: `${self}/assets{?name,label}`,
    tarball_url: ball('tarball'),
    zipball_url: ball('zipball'),
    author: toAccount(store.account(by), links),
    assets: [],
    created_at: stamp(createdAtMs),
    published_at: fields.draft ? null : stamp(createdAtMs),
  };
};
