import { expect, test } from 'vitest';
import { fieldOf, openGitHub } from './test/open.ts';

const pullBody = { title: 'Raise the price', head: 'feature', base: 'main', body: 'It was too low.' };

test('a pull request shows what it changes', async () => {
  const { widgets, send } = await openGitHub();
  const pull = await widgets('POST /pulls', pullBody);
  expect(pull).toMatchObject({
    number: 1,
    mergeable: true,
    mergeable_state: 'clean',
    changed_files: 1,
    commits: 1,
    author_association: 'OWNER',
  });
  expect(await widgets('GET /pulls/1/files')).toMatchObject([{ filename: 'src/price.js', patch: expect.stringContaining('@@') }]);
  const diff = await send('GET /repos/octo/widgets/pulls/1', { headers: { accept: 'application/vnd.github.v3.diff' } });
  expect(diff.text).toContain('+export const price');
  expect(await widgets('GET /pulls')).toHaveLength(1);
  expect(await widgets('POST /pulls', pullBody, 422)).toMatchObject({
    errors: [{ message: 'A pull request already exists for octo:feature.' }],
  });
  await widgets('PATCH /pulls/1', { state: 'closed' });
  expect(await widgets('GET /pulls')).toHaveLength(0);
});

test.for([
  ['merge', 2, 'Merge pull request #1 from octo/feature'],
  ['squash', 1, 'Raise the price (#1)'],
  ['rebase', 1, 'Raise the price'],
] as const)('%s really merges', async ([method, parents, message]) => {
  const { widgets, world } = await openGitHub();
  await widgets('POST /pulls', pullBody);
  await world.push('octo/widgets', { branch: 'main', path: 'OTHER.md', content: 'between\n' });
  const merged = await widgets('PUT /pulls/1/merge', { merge_method: method });
  const { git } = world.repository('octo/widgets');
  const commit = await git.commit(fieldOf(merged, 'sha'));
  expect(commit.parents).toHaveLength(parents);
  expect(commit.message).toContain(message);
  expect(await git.resolve('refs/heads/main')).toBe(commit.sha);
  expect(await world.file('octo/widgets', { branch: 'main', path: 'src/price.js' })).toContain('count * 3');
  expect(await world.file('octo/widgets', { branch: 'main', path: 'OTHER.md' })).toBe('between\n');
  expect(await widgets('GET /pulls/1')).toMatchObject({ merged: true, state: 'closed', merge_commit_sha: commit.sha });
  await widgets('GET /pulls/1/merge', undefined, 204);
  await widgets('PUT /pulls/1/merge', {}, 405);
});

test('a merge into the default branch closes the issues that it names', async () => {
  const { widgets } = await openGitHub();
  for (const title of ['Too cheap', 'Too dear', 'Too many']) await widgets('POST /issues', { title });
  await widgets('POST /pulls', { ...pullBody, body: 'Closes #1, fixes: #2. See #3.' });
  await widgets('PUT /pulls/4/merge', {});
  expect(await widgets('GET /issues?state=open')).toMatchObject([{ number: 3 }]);
  expect(await widgets('GET /issues/1')).toMatchObject({ state: 'closed', state_reason: 'completed' });
});

test('a conflict is seen, and not merged', async () => {
  const { widgets, world } = await openGitHub();
  await widgets('POST /pulls', pullBody);
  const head = await world.push('octo/widgets', { branch: 'main', path: 'src/price.js', content: 'something else\n' });
  expect(await widgets('GET /pulls/1')).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
  expect(await widgets('PUT /pulls/1/merge', {}, 405)).toMatchObject({ message: 'Pull Request is not mergeable' });
  expect(await world.repository('octo/widgets').git.resolve('refs/heads/main')).toBe(head);
});

test('a head that moved is not merged', async () => {
  const { widgets, world } = await openGitHub();
  const pull = await widgets('POST /pulls', pullBody);
  await world.push('octo/widgets', { branch: 'feature', path: 'later.txt', content: 'x' });
  await widgets('PUT /pulls/1/merge', { sha: fieldOf(pull, 'head.sha') }, 409);
});

test('a branch is brought up to date with its base', async () => {
  const { widgets, world } = await openGitHub();
  await widgets('POST /pulls', pullBody);
  await world.push('octo/widgets', { branch: 'main', path: 'OTHER.md', content: 'between\n' });
  await widgets('PUT /pulls/1/update-branch', {}, 202);
  expect(await world.file('octo/widgets', { branch: 'feature', path: 'OTHER.md' })).toBe('between\n');
});
