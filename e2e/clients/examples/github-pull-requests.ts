import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { widgets } from '../github-sandbox.ts';
import { inWidgets, seededGitHubIds } from '../github-world.ts';

const { pulls } = await seededGitHubIds();
const repo = widgets;
const talked = { repo, number: pulls.talked };
const missing = { repo, number: 999 };

export const githubPullRequestReads: readonly Example[] = [
  {
    tool: 'github_pr_list',
    args: { repo, base: 'next' },
    answers: { pull_requests: [{ number: pulls.ready }], next_page: null },
    error: { args: { repo: 'octo/missing' }, code: 'not_found' },
  },
  {
    tool: 'github_pr_get',
    args: talked,
    answers: {
      number: pulls.talked,
      mergeable: true,
      files: 1,
      comments: 1,
      body: { by: 'ada', trusted: true, text: 'As agreed.' },
    },
    error: { args: missing, code: 'not_found' },
  },
  {
    tool: 'github_pr_diff',
    args: talked,
    answers: { diff: expect.stringContaining('+export const price = (count) => count * 3;'), next_offset: null },
    error: { args: { ...talked, path: 'missing.js' }, code: 'not_found' },
  },
  {
    tool: 'github_pr_files',
    args: talked,
    answers: { files: [{ path: 'src/price.js', status: 'modified', additions: 1, deletions: 1 }] },
    error: { args: missing, code: 'not_found' },
  },
  {
    tool: 'github_pr_comments',
    args: { ...talked, kind: 'conversation' },
    answers: { comments: [{ by: 'grace', trusted: true, text: 'By how much?' }] },
    error: { args: { ...missing, kind: 'lines' }, code: 'not_found' },
  },
  {
    tool: 'github_checks_get',
    args: { repo, ref: 'main' },
    answers: { runs: [], statuses: [], left_out: 0 },
    error: { args: { repo, ref: 'missing' }, code: 'not_found' },
  },
];

const issue = (number: number, look: (found: ReturnType<Parameters<Parameters<typeof inWidgets>[0]>[1]['issue']>) => unknown) =>
  inWidgets((_repository, world) => look(world.issue(repo, number)));

export const githubPullRequestWrites: readonly Example[] = [
  {
    tool: 'github_pr_create',
    args: { repo, head: 'docs', base: 'main', title: 'Say more', body: 'As agreed.' },
    answers: { risk: 'additive', details: { head: 'docs', base: 'main', draft: false } },
    executes: {
      result: { draft: false },
      afterwards: inWidgets(({ issues }) =>
        [...issues.values()].filter(({ title }) => title === 'Say more').map(({ author, pull }) => [author, pull?.head]),
      ),
      found: [['octo', 'docs']],
    },
    error: { args: { repo, head: 'missing', base: 'main', title: 'Say more' }, code: 'not_found' },
  },
  {
    tool: 'github_pr_update',
    args: { ...talked, title: 'Raise the price by half' },
    answers: { risk: 'reversible', before: { title: { text: 'Raise the price' } } },
    executes: {
      result: { number: pulls.talked, state: 'open' },
      afterwards: issue(pulls.talked, ({ title }) => title),
      found: 'Raise the price by half',
    },
    error: { args: talked, code: 'invalid_input' },
  },
  {
    tool: 'github_pr_request_reviewers',
    args: { ...talked, reviewers: ['grace'] },
    answers: { risk: 'reversible', before: { reviewers: [] } },
    executes: {
      result: { reviewers: ['grace'] },
      afterwards: issue(pulls.talked, ({ pull }) => pull?.reviewers),
      found: ['grace'],
    },
    error: { args: { ...talked, reviewers: ['ada'] }, code: 'conflict' },
  },
  {
    tool: 'github_pr_review',
    args: {
      ...talked,
      verdict: 'request_changes',
      body: 'Not that much.',
      comments: [{ path: 'src/price.js', line: 1, body: 'Why three?' }],
    },
    answers: { risk: 'reversible', approval: { required: 'model' }, details: { verdict: 'request_changes' } },
    executes: {
      result: { state: 'changes_requested' },
      afterwards: issue(pulls.talked, ({ pull }) => [
        pull?.reviews.map(({ author, state }) => [author, state]),
        pull?.reviewComments.map(({ line, body }) => [line, body]),
      ]),
      found: [[['octo', 'CHANGES_REQUESTED']], [[1, 'Why three?']]],
    },
    error: { args: { ...talked, verdict: 'request_changes' }, code: 'invalid_input' },
  },
  {
    tool: 'github_pr_comment',
    args: { ...talked, body: 'By half.' },
    answers: { risk: 'additive', details: { body: 'By half.' } },
    executes: {
      result: { url: expect.stringMatching(/#issuecomment-/) },
      afterwards: issue(pulls.talked, ({ comments }) => comments.map(({ author, body }) => [author, body])),
      found: [
        ['grace', 'By how much?'],
        ['octo', 'By half.'],
      ],
    },
    error: { args: { ...talked, body: 'By half.', reply_to: 999 }, code: 'not_found' },
  },
  {
    tool: 'github_pr_merge',
    args: { repo, number: pulls.ready, method: 'squash', title: 'Fix it (#2)' },
    answers: { risk: 'destructive', approval: { required: 'client' }, details: { method: 'squash' } },
    executes: {
      result: { number: pulls.ready, merged: true, base: 'next' },
      afterwards: inWidgets(async (_repository, world) => [
        world.issue(repo, pulls.ready).state,
        await world.file(repo, { branch: 'next', path: 'src/price.js' }),
      ]),
      found: ['closed', 'export const price = (count) => count * 3;\n'],
    },
    error: { args: { repo, number: pulls.ready, method: 'squash', commit: '0'.repeat(40) }, code: 'conflict' },
  },
  {
    tool: 'github_pr_update_branch',
    args: { repo, number: pulls.behind },
    answers: { risk: 'reversible', details: { base: 'main' } },
    executes: {
      result: { number: pulls.behind, accepted: true },
      afterwards: inWidgets(({ git }) => git.isAncestor('refs/heads/main', 'refs/heads/behind')),
      found: true,
    },
    error: { args: missing, code: 'not_found' },
  },
  {
    tool: 'github_status_set',
    args: { repo, ref: 'feature', context: 'ci/acceptance', state: 'success', description: 'All well.' },
    answers: { risk: 'destructive', approval: { required: 'client' } },
    executes: {
      result: { context: 'ci/acceptance', state: 'success' },
      afterwards: inWidgets(({ statuses }) => statuses.map(({ context, state, creator }) => [context, state, creator])),
      found: [['ci/acceptance', 'success', 'octo']],
    },
    error: { args: { repo, ref: 'missing', context: 'ci', state: 'failure' }, code: 'not_found' },
  },
];
