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

  it('leaves what a search finds elsewhere out, and counts it', async () => {
    const answer = await started.callTool('github_search', { kind: 'repositories', query: 'user:octo' });
    expect(answer).toMatchObject({ total: 2, results: [{ repo: widgets }], left_out: 1, next_page: null });
    expect(JSON.stringify(answer)).not.toContain(elsewhere);
  });
});
