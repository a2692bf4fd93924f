import { describe, expect, it } from 'vitest';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { githubFileGet } from '../files/tools/github-file-get.ts';
import { startGitHub } from '../test/start-github.ts';
import { checkPathValues, pathNames } from './path-values.ts';

const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
const check = (ref: unknown) => () => checkPathValues({ route, values: { owner: 'octo', repo: 'widgets', ref } });

describe('checkPathValues', () => {
  it.each(['', '.', '..', 'heads/..', '../../..', 'a/./b', '%2e%2e', '%2E%2e/a', 'a/%2e', undefined, null, {}, ['a']])(
    'refuses %j',
    (value) => {
      expect(check(value)).toThrow(expect.objectContaining({ code: 'invalid_input', details: { reason: 'path' } }));
    },
  );

  it.each(['main', 'feature/x', 'a..b', '...', 'x?y=1', 'a#b', 'a b', 7])('takes %j', (value) => {
    expect(check(value)).not.toThrow();
  });

  it('knows the names of a path', () => {
    expect(pathNames(route)).toEqual(['owner', 'repo', 'ref']);
  });
});

describe('a value', () => {
  it.each(['src/price.js?x=1', 'src/price.js#a', 'src/price.js?ref=feature', 'a&b=c', 'ä ö', '%2fetc', 'a%00', '{owner}'])(
    'stays one value of its path: %j',
    async (path) => {
      const { callTool, sandbox } = await startGitHub([githubFileGet], { isHostile: true });
      await callTool('github_file_get', { repo: 'octo/widgets', path }).catch(() => undefined);
      const [request] = sandbox.http.requests;
      expect(request?.url).toBe(`/repos/octo/widgets/contents/${encodeURIComponent(path)}`);
    },
  );

  it.each([
    'octo',
    'octo/',
    '/widgets',
    'octo/..',
    'octo/.',
    '../user',
    'octo/widgets/../../user',
    'octo/widgets?x=1',
    'octo/%2e%2e',
    'octo/widgets#',
    ' octo/widgets',
    'octo/widgets\n',
  ])('is no repository: %j', async (repo) => {
    const { callTool, sandbox } = await startGitHub([githubRepoGet]);
    await expect(callTool('github_repo_get', { repo })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(sandbox.http.requests).toEqual([]);
  });
});
