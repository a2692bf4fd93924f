import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const missing = 'octo/missing';
const noRepository = { input: { repo: missing }, error: 'not_found' } as const;

const push =
  (branch: string, path: string) =>
  async ({ world }: GitHubBackend): Promise<void> =>
    void (await world.push(widgets, { branch, path, content: 'theirs\n', message: 'Theirs' }));

const plan = { repo: widgets, branch: 'feature', path: 'docs/plan.md', content: '# Plan\n', message: 'Write a plan' };
const files = [
  { path: 'src/price.js', content: 'export const price = (count) => count * 4;\n' },
  { path: 'docs/plan.md', content: '# Plan\n' },
];

export const repositoryExamples: Examples = {
  github_repo_get: [{ input: { repo: widgets } }, noRepository],
  github_repo_create: [
    {
      input: { repo: 'octo/gadgets', description: 'Gadgets', readme: true },
      drift: ({ world }) => world.addRepository({ fullName: 'octo/gadgets' }),
    },
    { input: { repo: widgets }, error: 'conflict' },
    { input: { repo: 'nobody/gadgets' }, error: 'not_found' },
  ],
  github_repo_update: [
    {
      input: { repo: widgets, description: 'Widgets', topics: ['widgets'], settings: { has_wiki: false } },
      drift: ({ send }) => send('PATCH', `/repos/${widgets}`, { description: 'Theirs' }),
    },
    { input: { repo: widgets, archived: true }, drift: ({ send }) => send('PATCH', `/repos/${widgets}`, { archived: true }) },
    { input: { repo: widgets, description: 'Widgets and their prices' }, error: 'conflict' },
    { input: { repo: widgets, default_branch: 'missing' }, error: 'not_found' },
  ],
  github_branch_list: [{ input: { repo: widgets, limit: 1 } }, noRepository],
  github_branch_create: [
    { input: { repo: widgets, branch: 'hotfix', from: 'main' }, drift: push('main', 'a.txt') },
    { input: { repo: widgets, branch: 'feature', from: 'main' }, error: 'conflict' },
    { input: { repo: widgets, branch: 'hotfix', from: 'missing' }, error: 'not_found' },
  ],
  github_branch_delete: [
    { input: { repo: widgets, branch: 'feature' }, drift: push('feature', 'a.txt') },
    { input: { repo: widgets, branch: 'main' }, error: 'forbidden' },
    { input: { repo: widgets, branch: 'missing' }, error: 'not_found' },
  ],
  github_file_get: [
    { input: { repo: widgets, path: 'README.md', limit: 1 } },
    { input: { repo: widgets, ref: 'feature' } },
    { input: { repo: widgets, path: 'missing.md' }, error: 'not_found' },
    { input: { repo: widgets, path: '../README.md' }, error: 'invalid_input' },
  ],
  github_file_put: [
    { input: plan, drift: push('feature', 'docs/plan.md') },
    { input: { ...plan, path: 'README.md', content: null }, drift: push('feature', 'README.md') },
    { input: { ...plan, content: null }, error: 'not_found' },
    { input: { ...plan, branch: 'missing' }, error: 'not_found' },
  ],
  github_files_push: [
    { input: { repo: widgets, branch: 'feature', files, message: 'Plan a price' }, drift: push('feature', 'b.txt') },
    { input: { repo: widgets, branch: 'missing', files, message: 'Plan a price' }, error: 'not_found' },
  ],
  github_commit_list: [{ input: { repo: widgets, limit: 1 } }, { input: { repo: widgets, ref: 'missing' }, error: 'not_found' }],
  github_commit_get: [
    { input: { repo: widgets, ref: 'feature' } },
    { input: { repo: widgets, ref: 'missing' }, error: 'not_found' },
  ],
  github_compare: [
    { input: { repo: widgets, base: 'main', head: 'feature' } },
    { input: { repo: widgets, base: 'main', head: 'missing' }, error: 'not_found' },
  ],
  github_search: [
    { input: { kind: 'code', query: 'price' } },
    { input: { kind: 'repositories', query: 'widgets' } },
    { input: { kind: 'commits', query: 'initial' } },
    { input: { kind: 'issues', query: '' }, error: 'invalid_input' },
  ],
};
