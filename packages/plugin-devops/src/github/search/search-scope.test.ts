import { describe, expect, it } from 'vitest';
import { startGitHub } from '../test/start-github.ts';
import { githubSearch } from './tools/github-search.ts';

const start = async (repositories: readonly string[] = ['octo/widgets', 'friends/*']) => {
  const started = await startGitHub([githubSearch], { settings: { repositories: [...repositories] } });
  const { world } = started.sandbox;
  await world.addRepository({ fullName: 'octo/vault', settings: { private: true }, files: { 'pin.txt': 'the pin is 4711\n' } });
  await world.addRepository({ fullName: 'friends/tools', files: { 'pin.txt': 'no pin here\n' } });
  return started;
};

describe('a search in a profile that names its repositories', () => {
  it.each([
    'pin',
    'pin user:octo',
    'pin org:octo',
    '4711 repo:octo/vault',
    '4711 REPO:octo/vault',
    '4711 repo:octo/vault repo:octo/widgets',
    'repo:octo/widgets OR 4711',
    'repo:octo/widgets or 4711',
    '4711 NOT repo:octo/widgets',
    '4711 -repo:octo/widgets',
    '(4711) repo:octo/widgets',
    '4711 "repo:octo/widgets"',
    '4711 "a repo:octo/widgets',
    String.raw`4711 "a \" repo:octo/widgets "`,
    '4711 repo:octo/widgets,octo/vault',
    '4711 repo:"octo/vault" repo:octo/widgets',
    '4711 user:friends* repo:octo/vault',
  ])('does not tell what stands elsewhere: %s', async (query) => {
    const { answer, sandbox } = await start();
    const answered = await answer('github_search', { kind: 'code', query });
    expect(answered).toMatchObject({ error: { code: 'forbidden', details: { reason: 'search_scope' } } });
    expect(sandbox.http.requests).toEqual([]);
  });

  it.each([
    ['price repo:octo/widgets', ['octo/widgets', 'octo/widgets']],
    ['price repo:Octo/Widgets', undefined],
    ['"no pin here" user:friends', ['friends/tools']],
    ['path:"src" -label:"good first" repo:friends/tools', undefined],
    ['"this or that" repo:friends/tools', []],
  ])('finds what stands there: %s', async (query, repos) => {
    const { callTool } = await start();
    const found = await callTool('github_search', { kind: 'code', query });
    if (repos !== undefined)
      expect(found).toMatchObject({ total: repos.length, results: repos.map((repo) => ({ repo })), left_out: 0 });
  });
});
