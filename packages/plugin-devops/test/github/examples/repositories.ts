import { type Examples, widgets } from '../backend.ts';

export const repositoryExamples: Examples = {
  github_repo_get: [{ input: { repo: widgets } }, { input: { repo: 'octo/missing' }, error: 'not_found' }],
  github_branch_create: [
    {
      input: { repo: widgets, branch: 'hotfix', from: 'main' },
      drift: async ({ world }) => void (await world.push(widgets, { branch: 'main', path: 'a.txt', content: 'theirs' })),
    },
    { input: { repo: widgets, branch: 'feature', from: 'main' }, error: 'conflict' },
    { input: { repo: widgets, branch: 'hotfix', from: 'missing' }, error: 'not_found' },
  ],
};
