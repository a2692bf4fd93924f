import * as z from 'zod';
import { toGitCommit } from '../wire/commit.ts';
import type { Links } from '../wire/links.ts';
import { nodeId } from '../wire/links.ts';
import type { RepositoryRecord } from '../model/records.ts';
import { moveBranch, signatureOf } from '../world/commits.ts';
import { allowDirectPush, allowRefChange } from '../world/rules.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { bodyOf, orNotFound } from './parse.ts';
import { invalid, notFound, refuse } from './refusal.ts';

/** The objects of git by themselves. */
export const gitEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('POST /git/blobs', 'contents:write', createBlob),
  repositoryEndpoint('GET /git/blobs/:file_sha', 'contents:read', readBlob),
  repositoryEndpoint('POST /git/trees', 'contents:write', createTree),
  repositoryEndpoint('GET /git/trees/:tree_sha', 'contents:read', readTree),
  repositoryEndpoint('POST /git/commits', 'contents:write', createCommit),
  repositoryEndpoint('GET /git/commits/:commit_sha', 'contents:read', async ({ repository, links, params }) => {
    const sha = orNotFound(await repository.git.resolve(params['commit_sha'] ?? ''));
    return { json: toGitCommit(await repository.git.commit(sha), { repository, links }) };
  }),
  repositoryEndpoint('GET /git/ref/*', 'contents:read', async (call) => {
    const ref = refOf(call);
    const found = (await call.repository.git.refs(ref)).find((one) => one.ref === ref);
    return { json: toRef(orNotFound(found), call) };
  }),
  repositoryEndpoint('GET /git/matching-refs/*', 'contents:read', async (call) => {
    const refs = await call.repository.git.refs('refs/');
    return { json: refs.filter(({ ref }) => ref.startsWith(refOf(call))).map((found) => toRef(found, call)) };
  }),
  repositoryEndpoint('POST /git/refs', 'contents:write', createRef),
  repositoryEndpoint('PATCH /git/refs/*', 'contents:write', updateRef),
  repositoryEndpoint('DELETE /git/refs/*', 'contents:write', deleteRef),
];

const refOf = ({ params }: RepositoryCall): string => `refs/${decodeURIComponent(params['rest'] ?? '')}`;

const toRef = (
  { ref, sha, type }: { ref: string; sha: string; type: string },
  { repository, links }: { repository: RepositoryRecord; links: Links },
) => ({
  ref,
  node_id: nodeId('Ref', ref),
  url: `${links.repository(repository)}/git/${ref}`,
  object: { type, sha, url: `${links.repository(repository)}/git/${type}s/${sha}` },
});

async function createBlob(call: RepositoryCall) {
  const { content, encoding } = bodyOf(call, z.object({ content: z.string(), encoding: z.string().optional() }));
  const sha = await call.repository.git.writeBlob(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
  return { status: 201, json: { sha, url: `${call.links.repository(call.repository)}/git/blobs/${sha}` } };
}

async function readBlob({ repository, params, links }: RepositoryCall) {
  const sha = orNotFound(await repository.git.resolve(params['file_sha'] ?? '', 'blob'));
  const content = await repository.git.blob(sha);
  return {
    json: {
      sha,
      node_id: nodeId('Blob', sha),
      url: `${links.repository(repository)}/git/blobs/${sha}`,
      size: content.byteLength,
      content: content.toString('base64'),
      encoding: 'base64',
    },
  };
}

const treeBody = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.enum(['100644', '100755', '040000', '160000', '120000']).optional(),
      type: z.string().optional(),
      sha: z.string().nullish(),
      content: z.string().optional(),
    }),
  ),
});

async function createTree(call: RepositoryCall) {
  const { git } = call.repository;
  const { base_tree: base, tree } = bodyOf(call, treeBody);
  const entries = await Promise.all(
    tree.map(async ({ path, mode = '100644', sha, content }) => {
      if (/(^|\/)(\.\.?|\.git)?(\/|$)/.test(path)) throw refuse(422, 'tree.path contains a malformed path component');
      if (sha === null) return { path, mode, sha };
      return { path, mode, sha: sha ?? (await git.writeBlob(Buffer.from(content ?? ''))) };
    }),
  );
  const known = base === undefined ? undefined : await git.resolve(base, 'tree');
  if (base !== undefined && known === undefined) throw notFound();
  const sha = await git.writeTree({ base: known, changes: entries });
  return { ...(await treeAnswer(call, sha, false)), status: 201 };
}

async function readTree(call: RepositoryCall) {
  const sha = orNotFound(await call.repository.git.resolve(call.params['tree_sha'] ?? '', 'tree'));
  return treeAnswer(call, sha, call.query.has('recursive'));
}

const treeAnswer = async ({ repository, links }: RepositoryCall, sha: string, isRecursive: boolean) => {
  const entries = await repository.git.tree(sha, { isRecursive });
  const self = `${links.repository(repository)}/git`;
  return {
    json: {
      sha,
      url: `${self}/trees/${sha}`,
      tree: entries.map(({ size, ...entry }) => ({
        ...entry,
        ...(size !== undefined && { size }),
        url: `${self}/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`,
      })),
      truncated: false,
    },
  };
};

const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() }).optional();

const commitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: person,
  committer: person,
});

async function createCommit(call: RepositoryCall) {
  const { repository, store, links, login } = call;
  const { message, parents, author, committer, ...body } = bodyOf(call, commitBody);
  const tree = await repository.git.resolve(body.tree, 'tree');
  if (tree === undefined) throw refuse(422, 'Tree SHA does not exist');
  for (const parent of parents) {
    // oxlint-disable-next-line no-await-in-loop -- the first wrong one is named
    if ((await repository.git.resolve(parent)) === undefined)
      throw refuse(422, 'Parent SHA does not exist or is not a commit object');
  }
  const usual = signatureOf(store, login);
  const sha = await repository.git.writeCommit({
    message,
    tree,
    parents,
    author: { ...usual, ...author },
    committer: { ...usual, ...(committer ?? author) },
  });
  return { status: 201, json: toGitCommit(await repository.git.commit(sha), { repository, links }) };
}

async function createRef(call: RepositoryCall) {
  const { ref, sha } = bodyOf(call, z.object({ ref: z.string(), sha: z.string() }));
  const { git } = call.repository;
  if (!ref.startsWith('refs/') || !(await git.isRefName(ref)))
    throw refuse(422, 'Reference name must start with refs/ and be valid');
  if ((await git.refs(ref)).some((one) => one.ref === ref)) throw refuse(422, 'Reference already exists');
  if ((await git.resolve(sha)) === undefined) throw refuse(422, 'Object does not exist');
  await allowRefChange({ ...call, ref, change: 'creation' });
  await git.setRef(ref, sha);
  return { status: 201, json: toRef({ ref, sha, type: 'commit' }, call) };
}

async function updateRef(call: RepositoryCall) {
  const { git } = call.repository;
  const { sha, force = false } = bodyOf(call, z.object({ sha: z.string(), force: z.boolean().optional() }));
  const ref = refOf(call);
  const before = await git.resolve(ref);
  if (before === undefined) throw refuse(422, 'Reference does not exist');
  if ((await git.resolve(sha)) === undefined) throw refuse(422, 'Object does not exist');
  const isForward = await git.isAncestor(before, sha);
  if (!isForward && !force) throw refuse(422, 'Update is not a fast forward');
  const [, branch] = /^refs\/heads\/(.+)$/.exec(ref) ?? [];
  if (!isForward) await allowRefChange({ ...call, ref, change: 'non_fast_forward' });
  if (branch === undefined) await git.setRef(ref, sha);
  else {
    await allowDirectPush({ ...call, branch });
    await moveBranch(call.store, call.repository, { branch, sha });
  }
  return { json: toRef({ ref, sha, type: 'commit' }, call) };
}

async function deleteRef(call: RepositoryCall) {
  const ref = refOf(call);
  if (ref === `refs/heads/${call.repository.defaultBranch}`) throw refuse(422, 'Cannot delete the default branch');
  if (!(await call.repository.git.refs(ref)).some((one) => one.ref === ref)) {
    throw invalid({ resource: 'Reference', field: 'ref', code: 'custom', message: 'Reference does not exist' });
  }
  await allowRefChange({ ...call, ref, change: 'deletion' });
  await call.repository.git.deleteRef(ref);
  return { status: 204, text: '' };
}
