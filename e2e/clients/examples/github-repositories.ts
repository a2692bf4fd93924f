import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { widgets } from '../github-sandbox.ts';
import { inWidgets } from '../github-world.ts';

const repo = widgets;
const missing = { repo: 'octo/missing' };
const plan = { repo, branch: 'plan', path: 'docs/plan.md', content: '# Plan\n', message: 'Write a plan' };
const files = [
  { path: 'src/price.js', content: 'export const price = (count) => count * 4;\n' },
  { path: 'README.md', content: null },
];

export const githubRepositoryReads: readonly Example[] = [
  {
    tool: 'github_repo_get',
    args: { repo },
    answers: { repo, description: 'Widgets and their prices', default_branch: 'main', archived: false },
    // A profile reaches the repositories that it names.
    error: { args: { repo: 'nobody/widgets' }, code: 'forbidden' },
  },
  {
    tool: 'github_branch_list',
    args: { repo },
    answers: {
      branches: expect.arrayContaining([expect.objectContaining({ name: 'guarded', protected: true })]),
      next_page: null,
    },
    error: { args: missing, code: 'not_found' },
  },
  {
    tool: 'github_file_get',
    args: { repo, path: 'src/price.js', ref: 'feature' },
    answers: { kind: 'file', text: '1\texport const price = (count) => count * 3;', total_lines: 1 },
    error: { args: { repo, path: 'missing.md' }, code: 'not_found' },
  },
  {
    tool: 'github_commit_list',
    args: { repo, path: '.github/workflows/ship.yml' },
    answers: { commits: [{ message: { text: expect.stringContaining('Ship by hand') } }] },
    error: { args: { repo, ref: 'missing' }, code: 'not_found' },
  },
  {
    tool: 'github_commit_get',
    args: { repo, ref: 'feature' },
    answers: { added: 1, removed: 1, files: [{ path: 'src/price.js' }], untrusted: true },
    error: { args: { repo, ref: 'missing' }, code: 'not_found' },
  },
  {
    tool: 'github_compare',
    args: { repo, base: 'main', head: 'feature' },
    answers: { status: 'diverged', ahead_by: 1, behind_by: 1, files: [{ path: 'src/price.js' }] },
    error: { args: { repo, base: 'main', head: 'missing' }, code: 'not_found' },
  },
  {
    tool: 'github_search',
    args: { kind: 'issues', query: 'cheap repo:octo/widgets' },
    answers: { total: 1, results: [{ repo, state: 'open', text: { by: 'mallory', trusted: false } }], left_out: 0 },
    error: { args: { kind: 'people', query: 'ada' }, code: 'invalid_input' },
  },
];

const content = (branch: string, path: string) => inWidgets((_repository, world) => world.file(repo, { branch, path }));

export const githubRepositoryWrites: readonly Example[] = [
  {
    tool: 'github_repo_create',
    args: { repo: 'octo/gadgets', description: 'Gadgets', readme: true },
    answers: { risk: 'additive', approval: { required: 'model' }, details: { visibility: 'private' } },
    executes: {
      result: { repo: 'octo/gadgets', visibility: 'private', default_branch: 'main' },
      afterwards: inWidgets((_repository, world) => world.repository('octo/gadgets').settings.description),
      found: 'Gadgets',
    },
    error: { args: { repo }, code: 'conflict' },
  },
  {
    tool: 'github_repo_update',
    args: { repo, topics: ['widgets'], settings: { has_wiki: false } },
    answers: { risk: 'reversible', changes: expect.arrayContaining(['has_wiki: true → false']) },
    executes: {
      result: { repo, topics: ['widgets'] },
      afterwards: inWidgets(({ settings: { topics, has_wiki } }) => ({ topics, has_wiki })),
      found: { topics: ['widgets'], has_wiki: false },
    },
    error: { args: { repo, default_branch: 'missing' }, code: 'not_found' },
  },
  {
    tool: 'github_branch_create',
    args: { repo, branch: 'hotfix', from: 'main' },
    answers: { risk: 'additive' },
    executes: {
      result: { branch: 'hotfix' },
      afterwards: inWidgets(
        async ({ git }) => (await git.resolve('refs/heads/hotfix')) === (await git.resolve('refs/heads/main')),
      ),
      found: true,
    },
    error: { args: { repo, branch: 'main', from: 'main' }, code: 'conflict' },
  },
  {
    tool: 'github_branch_delete',
    args: { repo, branch: 'stale' },
    answers: { risk: 'destructive', approval: { required: 'client' }, details: { unmerged_left_out: 0 } },
    executes: {
      result: { branch: 'stale' },
      afterwards: inWidgets(({ git }) => git.resolve('refs/heads/stale')),
      found: undefined,
    },
    error: { args: { repo, branch: 'main' }, code: 'forbidden' },
  },
  {
    tool: 'github_file_put',
    args: plan,
    answers: { risk: 'reversible', changes: expect.stringContaining('+# Plan') },
    executes: { result: { path: plan.path }, afterwards: content('plan', plan.path), found: plan.content },
    error: { args: { ...plan, branch: 'missing' }, code: 'not_found' },
  },
  {
    tool: 'github_files_push',
    args: { repo, branch: 'chore', files, message: 'Count again' },
    answers: { risk: 'reversible', details: { files: [{ change: 'replace' }, { change: 'delete' }] } },
    executes: {
      result: { files: 2 },
      afterwards: async (world) => [await content('chore', 'src/price.js')(world), await content('chore', 'README.md')(world)],
      found: [files[0]?.content, undefined],
    },
    error: { args: { repo, branch: 'chore', files: [], message: 'Nothing' }, code: 'invalid_input' },
  },
];
