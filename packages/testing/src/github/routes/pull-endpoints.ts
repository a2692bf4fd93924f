import * as z from 'zod';
import { changedFiles, unifiedDiff } from '../git/diff.ts';
import { mergeTrees } from '../git/merge.ts';
import type { IssueRecord, PullRecord } from '../model/records.ts';
import { toCommit, toDiffEntry } from '../wire/commit.ts';
import { toFullPull, toPull } from '../wire/pull.ts';
import { moveBranch, signatureOf } from '../world/commits.ts';
import { openIssue } from '../world/issues.ts';
import { closePull, mergePull, pullNow } from '../world/pulls.ts';
import { diffHeaders } from './branch-endpoints.ts';
import { isMedia } from './contents-endpoints.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { bodyOf, numberIn } from './parse.ts';
import { invalid, notFound, refuse } from './refusal.ts';

/** A call about one pull request. */
export type PullCall = RepositoryCall & { readonly issue: IssueRecord; readonly pull: PullRecord };

/** The pull request of a path; 404 where there is none. */
export const withPull = (call: RepositoryCall): PullCall => {
  const issue = call.repository.issues.get(numberIn(call, 'pull_number'));
  if (issue?.pull === undefined) throw notFound();
  return { ...call, issue, pull: issue.pull };
};

/** Pull requests, without their reviews. */
export const pullEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /pulls', 'pull_requests:read', list),
  repositoryEndpoint('POST /pulls', 'pull_requests:write:read', create),
  repositoryEndpoint('GET /pulls/:pull_number', 'pull_requests:read', (call) => read(withPull(call))),
  repositoryEndpoint('PATCH /pulls/:pull_number', 'pull_requests:write', (call) => update(withPull(call))),
  repositoryEndpoint('GET /pulls/:pull_number/files', 'pull_requests:read', (call) => files(withPull(call))),
  repositoryEndpoint('GET /pulls/:pull_number/commits', 'pull_requests:read', (call) => commits(withPull(call))),
  repositoryEndpoint('GET /pulls/:pull_number/merge', 'pull_requests:read', (call) => {
    if (withPull(call).pull.mergeSha === undefined) throw notFound();
    return { status: 204, text: '' };
  }),
  repositoryEndpoint('PUT /pulls/:pull_number/merge', 'contents:write', (call) => merge(withPull(call))),
  repositoryEndpoint('PUT /pulls/:pull_number/update-branch', 'pull_requests:write', (call) => updateBranch(withPull(call))),
];

function list(call: RepositoryCall) {
  const { repository, query } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head')?.split(':').at(-1);
  const base = query.get('base');
  const pulls = [...repository.issues.values()].flatMap((issue) =>
    issue.pull === undefined ? [] : [{ issue, pull: issue.pull }],
  );
  const wanted = pulls
    .filter(({ issue }) => state === 'all' || issue.state === state)
    .filter(({ pull }) => (head === undefined || pull.head === head) && (base === null || pull.base === base));
  const ordered = query.get('direction') === 'asc' ? wanted : wanted.toReversed();
  return page(call, ordered, (found) => toPull({ ...call, ...found }));
}

const createBody = z.object({
  title: z.string().optional(),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

async function create(call: RepositoryCall) {
  const { store, repository, login } = call;
  const body = bodyOf(call, createBody);
  const { git } = repository;
  const head = body.head.replace(`${repository.owner.login}:`, '');
  const headSha = await git.resolve(`refs/heads/${head}`);
  const baseSha = await git.resolve(`refs/heads/${body.base}`);
  const resource = 'PullRequest';
  if (headSha === undefined) throw invalid({ resource, field: 'head', code: 'invalid' });
  if (baseSha === undefined) throw invalid({ resource, field: 'base', code: 'invalid' });
  if (body.title === undefined) throw invalid({ resource, field: 'title', code: 'missing_field' });
  const custom = (message: string) => invalid({ resource, field: 'head', code: 'custom', message });
  if (await git.isAncestor(headSha, baseSha)) throw custom(`No commits between ${body.base} and ${head}`);
  const isOpen = [...repository.issues.values()].some(
    ({ state, pull }) => state === 'open' && pull?.head === head && pull.base === body.base,
  );
  if (isOpen) throw custom(`A pull request already exists for ${repository.owner.login}:${head}.`);
  const pull = { head, base: body.base, isDraft: body.draft ?? false };
  const issue = openIssue(store, repository, { author: login, title: body.title, body: body.body ?? null, pull });
  return { status: 201, json: await fullOf({ ...call, issue }) };
}

const fullOf = async (call: RepositoryCall & { issue: IssueRecord }) => {
  const { pull } = call.issue;
  if (pull === undefined) throw notFound();
  return toFullPull({ ...call, pull });
};

async function read(call: PullCall) {
  const { request, repository, pull } = call;
  if (!isMedia(request.headers.accept, 'diff')) return { json: await fullOf(call) };
  const { head, base, mergeBase = base } = await pullNow(repository, pull);
  return { text: await unifiedDiff(repository.git, { from: mergeBase, to: head }), headers: diffHeaders };
}

const updateBody = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
  maintainer_can_modify: z.boolean().optional(),
});

async function update(call: PullCall) {
  const { store, repository, issue, pull } = call;
  const { title, body, state, base, maintainer_can_modify: canModify } = bodyOf(call, updateBody);
  if (base !== undefined && (await repository.git.resolve(`refs/heads/${base}`)) === undefined) {
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  }
  if (state === 'closed' && issue.state === 'open') await closePull(store, repository, issue);
  if (state === 'open' && issue.state === 'closed') {
    if (pull.mergeSha !== undefined) throw invalid({ resource: 'PullRequest', field: 'state', code: 'invalid' });
    Object.assign(pull, { closedHead: undefined, closedBase: undefined });
    Object.assign(issue, { state: 'open', closedAtMs: undefined });
  }
  issue.title = title ?? issue.title;
  if (body !== undefined) issue.body = body;
  pull.base = base ?? pull.base;
  pull.maintainerCanModify = canModify ?? pull.maintainerCanModify;
  issue.updatedAtMs = store.nowMs;
  return { json: await fullOf(call) };
}

async function files(call: PullCall) {
  const { repository, pull } = call;
  const { head, base, mergeBase = base } = await pullNow(repository, pull);
  const changed = await changedFiles(repository.git, { from: mergeBase, to: head });
  return page(call, changed, (file) => toDiffEntry(file, { ...call, at: head }));
}

async function commits(call: PullCall) {
  const { repository, pull } = call;
  const { head, base } = await pullNow(repository, pull);
  const found = (await repository.git.log({ range: `${base}..${head}` })).toReversed();
  return page(call, found, (commit) => toCommit(commit, call));
}

const mergeBody = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
});

async function merge(call: PullCall) {
  const { commit_title: title, commit_message: message, sha: expectedHead, merge_method: method } = bodyOf(call, mergeBody);
  const sha = await mergePull({ ...call, method, title, message, expectedHead });
  return { json: { sha, merged: true, message: 'Pull Request successfully merged' } };
}

async function updateBranch(call: PullCall) {
  const { repository, pull, store, login, links, issue } = call;
  const { git } = repository;
  const body = bodyOf(call, z.object({ expected_head_sha: z.string().optional() }));
  const { head, base } = await pullNow(repository, pull);
  if (body.expected_head_sha !== undefined && body.expected_head_sha !== head) {
    throw refuse(422, 'expected head sha didn’t match current head ref.');
  }
  const merged = await mergeTrees(git, { ours: head, theirs: base });
  if (!('tree' in merged)) throw refuse(422, 'merge conflict between base and head');
  const message = `Merge branch '${pull.base}' into ${pull.head}`;
  const author = signatureOf(store, login);
  const sha = await git.writeCommit({ tree: merged.tree, parents: [head, base], message, author });
  await moveBranch(store, repository, { branch: pull.head, sha });
  const url = `${links.repository(repository)}/pulls/${issue.number}`;
  return { status: 202, json: { message: 'Updating pull request branch.', url } };
}
