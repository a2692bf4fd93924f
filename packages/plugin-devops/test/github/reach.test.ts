import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import github from '../../src/github/index.ts';
import { type GitHubBackend, startBackend, widgets } from './backend.ts';
import { allExamples } from './examples/all.ts';

const elsewhere = 'octo/elsewhere';
const tools = github.tools.filter(({ input }) => 'repo' in input.shape).map(({ name }) => name);

describe('a profile that names its repositories', () => {
  let backend: GitHubBackend;
  let started: Awaited<ReturnType<typeof startPlugin>>;
  beforeAll(async () => {
    backend = await startBackend();
    await backend.world.addRepository({ fullName: elsewhere, files: { 'README.md': '# elsewhere\n' } });
    const connections = { github: { ...backend.connections.github, repositories: [widgets, 'friends/*'] } };
    started = await startPlugin({ plugin: github, connections });
  });
  afterAll(async () => {
    await started.close();
    await backend.close?.();
  });

  it.each(tools)('keeps %s to them, and asks nothing about others', async (name) => {
    const [example] = (allExamples[name] ?? []).filter(({ error }) => error === undefined);
    const input: JsonObject = { ...example?.input };
    for (const repo of [elsewhere, elsewhere.toUpperCase(), 'friend/widgets', `friends/../${elsewhere}`]) {
      const seen = backend.http[0].requests.length;
      const answer = await started.answer(name, { ...input, repo });
      const code = repo.includes('..') ? 'invalid_input' : 'forbidden';
      expect(answer, `${name} of ${repo}`).toMatchObject({ error: { code } });
      expect(backend.http[0].requests.length).toBe(seen);
    }
  });

  it('names every tool without a repository, so that none is forgotten here', () => {
    const others = github.tools.filter(({ input }) => !('repo' in input.shape)).map(({ name }) => name);
    expect(others).toEqual(['github_search']);
  });

  it('looks for nothing elsewhere', async () => {
    const found = await started.callTool('github_search', { kind: 'repositories', query: `repo:${widgets}` });
    expect(found).toMatchObject({ total: 1, results: [{ repo: widgets }], left_out: 0, next_page: null });
    for (const query of ['user:octo', `repo:${elsewhere}`]) {
      const answer = await started.answer('github_search', { kind: 'repositories', query });
      expect(answer).toMatchObject({ error: { code: 'forbidden', details: { reason: 'search_scope' } } });
    }
  });
});
