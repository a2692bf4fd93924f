import * as z from 'zod';
import { changedFiles, unifiedDiff } from '../git/diff.ts';
import { mergeTrees } from '../git/merge.ts';
import { toCommit, toDiffEntry } from '../wire/commit.ts';
import { moveBranch, signatureOf } from '../world/commits.ts';
import { allowDirectPush } from '../world/rules.ts';
import { isMedia } from './contents-endpoints.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { bodyOf, commitOf, orNotFound } from './parse.ts';
import { notFound, refuse } from './refusal.ts';

/** Branches, tags, the history and comparisons. */
export const branchEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /branches', 'contents:read', listBranches),
  repositoryEndpoint('GET /branches/:branch', 'contents:read', readBranch),
  repositoryEndpoint('GET /tags', 'metadata:read', listTags),
  repositoryEndpoint('GET /commits', 'contents:read', listCommits),
  repositoryEndpoint('GET /commits/:ref', 'contents:read', readCommit),
  repositoryEndpoint('GET /compare/*', 'contents:read', compare),
  repositoryEndpoint('POST /merges', 'contents:write', mergeBranches),
];

const branchesOf = async ({ repository }: RepositoryCall) =>
  (await repository.git.refs('refs/heads')).map(({ ref, sha }) => ({ name: ref.replace('refs/heads/', ''), sha }));

async function listBranches(call: RepositoryCall) {
  const { repository, links, query } = call;
  const isProtected = (name: string) => repository.protections.has(name);
  const wanted = query.get('protected');
  const branches = (await branchesOf(call)).filter(({ name }) => wanted === null || String(isProtected(name)) === wanted);
  return page(call, branches, ({ name, sha }) => ({
    name,
    commit: { sha, url: `${links.repository(repository)}/commits/${sha}` },
    protected: isProtected(name),
  }));
}

async function readBranch(call: RepositoryCall) {
  const { repository, links, params } = call;
  const name = params['branch'] ?? '';
  const found = (await branchesOf(call)).find((branch) => branch.name === name);
  if (found === undefined) throw refuse(404, 'Branch not found');
  const self = `${links.repository(repository)}/branches/${encodeURIComponent(name)}`;
  const isProtected = repository.protections.has(name);
  return {
    json: {
      name,
      commit: toCommit(await repository.git.commit(found.sha), call),
      _links: { self, html: `${links.page(repository)}/tree/${name}` },
      protected: isProtected,
      protection: { enabled: isProtected },
      protection_url: `${self}/protection`,
    },
  };
}

async function listTags(call: RepositoryCall) {
  const { repository, links } = call;
  const tags = await repository.git.refs('refs/tags');
  return page(call, tags, async ({ ref, sha }) => {
    const name = ref.replace('refs/tags/', '');
    const commit = (await repository.git.resolve(ref)) ?? sha;
    return {
      name,
      node_id: ref,
      commit: { sha: commit, url: `${links.repository(repository)}/commits/${commit}` },
      zipball_url: `${links.repository(repository)}/zipball/${ref}`,
      tarball_url: `${links.repository(repository)}/tarball/${ref}`,
    };
  });
}

async function listCommits(call: RepositoryCall) {
  const { repository, query } = call;
  const start = query.get('sha') ?? repository.defaultBranch;
  if ((await repository.git.refs('refs/heads')).length === 0) throw refuse(409, 'Git Repository is empty.');
  const path = query.get('path');
  const commits = await repository.git.log({ range: await commitOf(repository, start), ...(path !== null && { path }) });
  const author = query.get('author');
  const sinceMs = Date.parse(query.get('since') ?? '') || 0;
  const untilMs = Date.parse(query.get('until') ?? '') || Number.POSITIVE_INFINITY;
  const wanted = commits.filter(({ committer, author: { name, email } }) => {
    const atMs = Date.parse(committer.date);
    return atMs >= sinceMs && atMs <= untilMs && (author === null || name === author || email === author);
  });
  return page(call, wanted, (commit) => toCommit(commit, call));
}

async function readCommit(call: RepositoryCall) {
  const { repository, params, request } = call;
  const { git } = repository;
  const sha = await commitOf(repository, params['ref'] ?? '');
  const commit = await git.commit(sha);
  const from = commit.parents[0] ?? (await git.writeTree({ base: undefined, changes: [] }));
  if (isMedia(request.headers.accept, 'diff')) return { text: await unifiedDiff(git, { from, to: sha }), headers: diffHeaders };
  const files = await changedFiles(git, { from, to: sha });
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    json: {
      ...toCommit(commit, call),
      stats: { additions, deletions, total: additions + deletions },
      files: files.map((file) => toDiffEntry(file, { ...call, at: sha })),
    },
  };
}

/** The content type of a diff. */
export const diffHeaders = { 'content-type': 'application/vnd.github.diff; charset=utf-8' };

async function compare(call: RepositoryCall) {
  const { repository, params, links, request } = call;
  const { git } = repository;
  const [left = '', right = ''] = decodeURIComponent(params['rest'] ?? '').split('...');
  const base = await commitOf(repository, withoutOwner(left));
  const head = await commitOf(repository, withoutOwner(right));
  const mergeBase = orNotFound(await git.mergeBase(base, head));
  if (isMedia(request.headers.accept, 'diff')) {
    return { text: await unifiedDiff(git, { from: mergeBase, to: head }), headers: diffHeaders };
  }
  const ahead = (await git.log({ range: `${base}..${head}` })).toReversed();
  const behind = await git.log({ range: `${head}..${base}` });
  const files = await changedFiles(git, { from: mergeBase, to: head });
  const html = `${links.page(repository)}/compare/${left}...${right}`;
  return page(call, ahead, (commit) => toCommit(commit, call)).then(async ({ json, headers = {} }) => ({
    headers,
    json: {
      url: `${links.repository(repository)}/compare/${left}...${right}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: toCommit(await git.commit(base), call),
      merge_base_commit: toCommit(await git.commit(mergeBase), call),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: json,
      files: files.map((file) => toDiffEntry(file, { ...call, at: head })),
    },
  }));
}

const withoutOwner = (name: string): string => name.split(':').at(-1) ?? name;

const statusOf = (ahead: number, behind: number): string => {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
};

const mergeBody = z.object({ base: z.string(), head: z.string(), commit_message: z.string().optional() });

async function mergeBranches(call: RepositoryCall) {
  const { repository, store, login } = call;
  const { git } = repository;
  const body = bodyOf(call, mergeBody);
  const base = await git.resolve(`refs/heads/${body.base}`);
  if (base === undefined) throw notFound();
  const head = await commitOf(repository, body.head);
  await allowDirectPush({ ...call, branch: body.base });
  if (await git.isAncestor(head, base)) return { status: 204, text: '' };
  const merged = await mergeTrees(git, { ours: base, theirs: head });
  if (!('tree' in merged)) throw refuse(409, 'Merge conflict');
  const message = body.commit_message ?? `Merge ${body.head} into ${body.base}`;
  const author = signatureOf(store, login);
  const sha = await git.writeCommit({ tree: merged.tree, parents: [base, head], message, author });
  await moveBranch(store, repository, { branch: body.base, sha });
  return { status: 201, json: toCommit(await git.commit(sha), call) };
}
