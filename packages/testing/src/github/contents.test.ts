import { expect, test } from 'vitest';
import { fieldOf, openGitHub } from './test/open.ts';

test('a repository is made, changed and gone', async () => {
  const { send, world } = await openGitHub();
  await send('POST /user/repos', { json: { name: 'gears', private: true, auto_init: true } }, 201);
  expect(await world.file('octo/gears', { branch: 'main', path: 'README.md' })).toBe('# gears\n');
  const again = await send('POST /user/repos', { json: { name: 'gears' } }, 422);
  expect(again.json).toMatchObject({ errors: [{ field: 'name', message: 'name already exists on this account' }] });
  await send('PATCH /repos/octo/gears', { json: { description: 'Gears', allow_rebase_merge: false } }, 200);
  expect((await send('GET /repos/octo/gears')).json).toMatchObject({
    private: true,
    description: 'Gears',
    allow_rebase_merge: false,
  });
  expect((await send('GET /user/repos')).json).toHaveLength(2);
  expect((await send('GET /users/octo', {}, 200)).json).toMatchObject({ public_repos: 1 });
  await send('DELETE /repos/octo/gears', {}, 204);
  await send('GET /repos/octo/gears', {}, 404);
});

test('a file is read, written and removed through the Contents API', async () => {
  const { widgets, world } = await openGitHub();
  const before = await widgets('GET /contents/src/price.js');
  expect(Buffer.from(fieldOf(before, 'content'), 'base64').toString()).toBe('export const price = (count) => count * 2;\n');
  const content = Buffer.from('changed\n').toString('base64');
  await widgets('PUT /contents/src/price.js', { message: 'No sha', content }, 422);
  await widgets('PUT /contents/src/price.js', { message: 'Old sha', content, sha: '0'.repeat(40) }, 409);
  await widgets('PUT /contents/src/price.js', { message: 'Change', content, sha: fieldOf(before, 'sha') });
  expect(await world.file('octo/widgets', { branch: 'main', path: 'src/price.js' })).toBe('changed\n');
  const made = await widgets('PUT /contents/docs/a%20b.md', { message: 'Add', content, branch: 'feature' }, 201);
  expect(await widgets('GET /contents/docs?ref=feature')).toMatchObject([{ name: 'a b.md', type: 'file' }]);
  await widgets(
    'DELETE /contents/docs/a%20b.md',
    { message: 'Remove', sha: fieldOf(made, 'content.sha'), branch: 'feature' },
    200,
  );
  await widgets('GET /contents/docs?ref=feature', undefined, 404);
});

test('many files become one commit through blobs, trees, commits and refs', async () => {
  const { widgets, world } = await openGitHub();
  const head = fieldOf(await widgets('GET /git/ref/heads/main'), 'object.sha');
  const base = fieldOf(await widgets(`GET /git/commits/${head}`), 'tree.sha');
  const blob = fieldOf(await widgets('POST /git/blobs', { content: 'b25l', encoding: 'base64' }), 'sha');
  const tree = await widgets('POST /git/trees', {
    base_tree: base,
    tree: [
      { path: 'one.txt', mode: '100644', type: 'blob', sha: blob },
      { path: 'deep/two.txt', mode: '100644', type: 'blob', content: 'two' },
      { path: 'README.md', mode: '100644', type: 'blob', sha: null },
    ],
  });
  const commit = await widgets('POST /git/commits', { message: 'Two files', tree: fieldOf(tree, 'sha'), parents: [head] });
  await widgets('POST /git/refs', { ref: 'refs/heads/many', sha: fieldOf(commit, 'sha') });
  expect(await world.file('octo/widgets', { branch: 'many', path: 'one.txt' })).toBe('one');
  expect(await world.file('octo/widgets', { branch: 'many', path: 'deep/two.txt' })).toBe('two');
  expect(await world.file('octo/widgets', { branch: 'many', path: 'README.md' })).toBeUndefined();
  expect(await widgets('GET /git/trees/many?recursive=1')).toMatchObject({ truncated: false });
  await widgets('PATCH /git/refs/heads/many', { sha: head }, 422);
  await widgets('PATCH /git/refs/heads/many', { sha: head, force: true });
  await widgets('DELETE /git/refs/heads/many');
  await widgets('GET /git/ref/heads/many', undefined, 404);
});

test('branches are listed and compared', async () => {
  const { widgets, send } = await openGitHub();
  expect(await widgets('GET /branches')).toMatchObject([{ name: 'feature' }, { name: 'main', protected: false }]);
  expect(await widgets('GET /branches/feature')).toMatchObject({ commit: { commit: { message: 'Raise the price' } } });
  const compared = await widgets('GET /compare/main...feature');
  expect(compared).toMatchObject({
    status: 'ahead',
    ahead_by: 1,
    behind_by: 0,
    files: [{ filename: 'src/price.js', additions: 1 }],
  });
  const diff = await send('GET /repos/octo/widgets/compare/main...feature', {
    headers: { accept: 'application/vnd.github.diff' },
  });
  expect(diff.text).toContain('+export const price = (count) => count * 3;');
  expect(await widgets('GET /commits?sha=feature')).toHaveLength(2);
  expect(await widgets('GET /commits/feature')).toMatchObject({ stats: { additions: 1, deletions: 1 } });
});
