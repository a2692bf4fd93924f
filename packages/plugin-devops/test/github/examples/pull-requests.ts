import { lock, makePrivate } from '../../../src/github/test/changes.ts';
import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const one = { repo: widgets, number: 1 };
const missing = { repo: widgets, number: 99 };

/** Somebody who may write opens a pull request from `feature` into `main`. */
const opened = ({ world }: GitHubBackend): void => {
  world.addCollaborator(widgets, { login: 'wendy', role: 'write' });
  world.addIssue(widgets, {
    author: 'wendy',
    title: 'Raise the price',
    body: 'It is too low.',
    pull: { head: 'feature', base: 'main' },
  });
};

const behind = async (backend: GitHubBackend): Promise<void> => {
  opened(backend);
  await backend.world.push(widgets, { branch: 'main', path: 'docs/new.md', content: 'new' });
};

const pushed = async ({ world }: GitHubBackend): Promise<void> =>
  void (await world.push(widgets, { branch: 'feature', path: 'more.txt', content: 'more' }));

const hidden = ({ world }: GitHubBackend): void => makePrivate(world);

export const pullRequestExamples: Examples = {
  github_pr_list: [
    { input: { repo: widgets }, arrange: opened },
    { input: { repo: 'octo/missing' }, error: 'not_found' },
  ],
  github_pr_get: [
    { input: one, arrange: opened },
    { input: missing, error: 'not_found' },
  ],
  github_pr_diff: [
    { input: one, arrange: opened },
    { input: { ...one, path: 'src/price.js' }, arrange: opened },
    { input: { ...one, path: 'missing.js' }, arrange: opened, error: 'not_found' },
  ],
  github_pr_files: [
    { input: one, arrange: opened },
    { input: missing, error: 'not_found' },
  ],
  github_pr_comments: [
    { input: { ...one, kind: 'conversation' }, arrange: opened },
    { input: { ...one, kind: 'lines' }, arrange: opened },
    { input: { ...one, kind: 'reviews' }, arrange: opened },
    { input: { ...missing, kind: 'lines' }, error: 'not_found' },
  ],
  github_pr_create: [
    { input: { repo: widgets, head: 'feature', base: 'main', title: 'Raise the price', body: 'As agreed.' }, drift: pushed },
    { input: { repo: widgets, head: 'feature', base: 'main', title: 'Raise it' }, arrange: opened, error: 'conflict' },
    { input: { repo: widgets, head: 'missing', base: 'main', title: 'Raise it' }, error: 'not_found' },
  ],
  github_pr_update: [
    {
      input: { ...one, title: 'Raise the price by half', body: 'As agreed.' },
      arrange: opened,
      drift: ({ world }) => void Object.assign(world.issue(widgets, 1), { title: 'Lower the price' }),
    },
    { input: { ...one, state: 'closed' }, arrange: opened, drift: hidden },
    { input: { ...one, title: 'Raise the price' }, arrange: opened, error: 'conflict' },
  ],
  github_pr_request_reviewers: [
    {
      input: { ...one, reviewers: ['octo'] },
      arrange: opened,
      drift: ({ world }) => void world.issue(widgets, 1).pull?.reviewers.push('octo'),
    },
    { input: { ...one, reviewers: ['wendy'] }, arrange: opened, error: 'conflict' },
  ],
  github_pr_review: [
    {
      input: {
        ...one,
        verdict: 'request_changes',
        body: 'Not that much.',
        comments: [{ path: 'src/price.js', line: 1, body: 'Why three?' }],
      },
      arrange: opened,
      drift: pushed,
    },
    { input: { ...one, verdict: 'approve' }, arrange: opened, drift: pushed },
    {
      input: { ...one, verdict: 'comment', body: 'Hm', comments: [{ path: 'src/price.js', line: 99, body: 'x' }] },
      arrange: opened,
      error: 'conflict',
    },
  ],
  github_pr_comment: [
    { input: { ...one, body: 'Thank you.' }, arrange: opened, drift: ({ world }) => lock(world, 1) },
    { input: { ...one, body: 'Thank you.', reply_to: 99 }, arrange: opened, error: 'not_found' },
  ],
  github_pr_merge: [
    { input: { ...one, method: 'squash', title: 'Raise the price (#1)', message: 'As agreed.' }, arrange: opened, drift: pushed },
    { input: { ...one, method: 'merge', commit: '0'.repeat(40) }, arrange: opened, error: 'conflict' },
  ],
  github_pr_update_branch: [
    { input: one, arrange: behind, drift: pushed },
    { input: one, arrange: opened, error: 'conflict' },
  ],
  github_checks_get: [
    { input: { repo: widgets, ref: 'main' } },
    { input: { repo: widgets, ref: 'missing' }, error: 'not_found' },
  ],
  github_status_set: [
    {
      input: { repo: widgets, ref: 'feature', context: 'ci/acceptance', state: 'success', description: 'All well.' },
      drift: pushed,
    },
    { input: { repo: widgets, ref: 'missing', context: 'ci', state: 'failure' }, error: 'not_found' },
  ],
};
