import * as z from 'zod';
import type { TreeEntry } from '../git/loose-trees.ts';
import type { RepositoryRecord } from '../model/records.ts';
import { toGitCommit } from '../wire/commit.ts';
import type { Links } from '../wire/links.ts';
import { signatureOf, saveFile } from '../world/commits.ts';
import { allowDirectPush } from '../world/rules.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { bodyOf, commitOf, orNotFound } from './parse.ts';
import { notFound, refuse } from './refusal.ts';

/** Files through the Contents API. */
export const contentsEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /contents', 'contents:read', (call) => read(call, '')),
  repositoryEndpoint('GET /contents/*', 'contents:read', (call) => read(call, pathOf(call))),
  repositoryEndpoint('PUT /contents/*', 'contents:write', write),
  repositoryEndpoint('DELETE /contents/*', 'contents:write', remove),
  repositoryEndpoint('GET /readme', 'contents:read', (call) => read(call, 'README.md')),
];

const pathOf = ({ params }: RepositoryCall): string => decodeURIComponent(params['rest'] ?? '').replace(/\/$/, '');

const read = async (call: RepositoryCall, path: string) => {
  const { repository, links, query, request } = call;
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = await commitOf(repository, ref);
  const { git } = repository;
  const place = { repository, links, ref };
  const found = path === '' ? undefined : orNotFound(await git.entry(commit, path));
  if (found !== undefined && found.type !== 'tree') {
    const { sha } = found;
    const content = await git.blob(sha);
    if (isMedia(request.headers.accept, 'raw')) return { text: content.toString(), headers: { 'content-type': rawType } };
    const isLarge = content.byteLength > 1_000_000;
    const encoded = isLarge ? '' : (content.toString('base64').match(/.{1,60}/g) ?? []).map((line) => `${line}\n`).join('');
    return { json: { ...toEntry(found, place), content: encoded, encoding: isLarge ? 'none' : 'base64' } };
  }
  const entries = await git.tree(found?.sha ?? commit);
  return {
    json: entries.map((entry) => toEntry({ ...entry, path: path === '' ? entry.path : `${path}/${entry.path}` }, place)),
  };
};

/** Whether a caller asks for a media type of its own: `application/vnd.github.raw`. */
export const isMedia = (accept: string | undefined, kind: 'raw' | 'diff' | 'patch'): boolean =>
  new RegExp(String.raw`vnd\.github\.(v3\.)?${kind}`).test(accept ?? '');

const rawType = 'application/vnd.github.raw; charset=utf-8';
const kinds = { blob: 'file', tree: 'dir', commit: 'submodule' } as const;

const toEntry = (
  { path, sha, type, size }: TreeEntry,
  { repository, links, ref }: { repository: RepositoryRecord; links: Links; ref: string },
) => {
  const self = `${links.repository(repository)}/contents/${encodeURI(path)}?ref=${encodeURIComponent(ref)}`;
  const git = `${links.repository(repository)}/git/${type === 'tree' ? 'trees' : 'blobs'}/${sha}`;
  const html = `${links.page(repository)}/blob/${ref}/${encodeURI(path)}`;
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    sha,
    size: size ?? 0,
    type: Object.entries(kinds).find(([kind]) => kind === type)?.[1] ?? 'file',
    url: self,
    html_url: html,
    git_url: git,
    download_url: type === 'blob' ? `${links.page(repository)}/raw/${ref}/${encodeURI(path)}` : null,
    _links: { self, git, html },
  };
};

const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() }).optional();

const writeBody = z.object({
  message: z.string(),
  content: z.string().optional(),
  sha: z.string().optional(),
  branch: z.string().optional(),
  author: person,
  committer: person,
});

async function write(call: RepositoryCall) {
  const { body, branch, path, known } = await prepare(call);
  if (known !== undefined && body.sha === undefined) throw refuse(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (known !== undefined && known !== body.sha) throw refuse(409, `${path} does not match ${body.sha ?? ''}`);
  const content = Buffer.from(body.content ?? '', 'base64');
  const answer = await commitFile(call, { body, branch, path, content });
  return { ...answer, status: known === undefined ? 201 : 200 };
}

async function remove(call: RepositoryCall) {
  const { body, branch, path, known } = await prepare(call);
  if (known === undefined) throw notFound();
  if (known !== body.sha) throw refuse(409, `${path} does not match ${body.sha ?? ''}`);
  return commitFile(call, { body, branch, path, content: undefined });
}

const prepare = async (call: RepositoryCall) => {
  const { repository } = call;
  const path = pathOf(call);
  const body = bodyOf(call, writeBody);
  const branch = body.branch ?? repository.defaultBranch;
  const head = await repository.git.resolve(`refs/heads/${branch}`);
  const isEmpty = (await repository.git.refs('refs/heads')).length === 0;
  if (head === undefined && !isEmpty) throw refuse(404, `Branch ${branch} not found`);
  if (/(^|\/)(\.\.?|\.git)?(\/|$)/.test(path)) throw refuse(422, `path contains a malformed path component`);
  if (path.startsWith('.github/workflows/') && call.caller?.token?.scopes?.includes('workflow') === false) throw notFound();
  await allowDirectPush({ ...call, branch });
  const known = head === undefined ? undefined : (await repository.git.entry(head, path))?.sha;
  return { body, branch, path, known };
};

const commitFile = async (
  call: RepositoryCall,
  {
    body,
    branch,
    path,
    content,
  }: { body: z.output<typeof writeBody>; branch: string; path: string; content: Buffer | undefined },
) => {
  const { store, repository, links, login } = call;
  const usual = signatureOf(store, login);
  const author = { ...usual, ...body.author };
  const committer = { ...usual, ...(body.committer ?? body.author) };
  const sha = await saveFile(store, repository, { branch, path, content, message: body.message, login, author, committer });
  const blob = content === undefined ? undefined : (await repository.git.entry(sha, path))?.sha;
  const commit = toGitCommit(await repository.git.commit(sha), { repository, links });
  const entry = { path, sha: blob ?? '', type: 'blob', mode: '100644', size: content?.byteLength };
  return { json: { content: blob === undefined ? null : toEntry(entry, { repository, links, ref: branch }), commit } };
};
