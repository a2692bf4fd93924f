import { describe, expect, it } from 'vitest';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { startGitHub } from '../test/start-github.ts';
import { AnswerMemory } from './answer-memory.ts';

const widgets = { repo: 'octo/widgets' };

describe('the same read again', () => {
  it('asks whether something changed, costs nothing and answers the same', async () => {
    // Of two requests in an hour, a third one that counts would be refused.
    const { callTool, sandbox } = await startGitHub([githubRepoGet], { rateLimit: { perHour: 2 } });
    const first = await callTool('github_repo_get', widgets);
    for (const _ of [1, 2, 3]) expect(await callTool('github_repo_get', widgets)).toEqual(first);
    const asked = sandbox.http.requests.map(({ headers }) => headers['if-none-match']);
    expect(asked).toEqual([undefined, ...Array.from({ length: 3 }, () => expect.stringMatching(/^W\/"/))]);
  });

  it('answers what is new, and asks about that from then on', async () => {
    const { callTool, sandbox } = await startGitHub([githubRepoGet]);
    await callTool('github_repo_get', widgets);
    await fetch(`${sandbox.url}/repos/octo/widgets`, { method: 'PATCH', body: JSON.stringify({ description: 'New' }) });
    for (const _ of [1, 2]) expect(await callTool('github_repo_get', widgets)).toMatchObject({ description: 'New' });
    const tags = sandbox.http.requests.filter(({ method }) => method === 'GET').map(({ headers }) => headers['if-none-match']);
    expect(new Set(tags).size).toBe(3);
  });
});

const answer = (body: unknown, etag?: string) => ({
  status: 200,
  headers: etag === undefined ? {} : { etag },
  body,
  shown: 'GET /a',
});

describe('AnswerMemory', () => {
  it('keeps what has a tag and is not large', () => {
    const memory = new AnswerMemory();
    memory.keep({ key: 'a', answer: answer({ id: 1n }, '"1"') });
    memory.keep({ key: 'b', answer: answer({}) });
    memory.keep({ key: 'c', answer: answer('x'.repeat(1_000_001), '"3"') });
    expect(['a', 'b', 'c'].map((key) => memory.get(key)?.etag)).toEqual(['"1"', undefined, undefined]);
    memory.keep({ key: 'a', answer: answer({}) });
    expect(memory.get('a')).toBeUndefined();
  });

  it('forgets the oldest beyond its size', () => {
    const memory = new AnswerMemory();
    for (let index = 0; index < 10; index += 1) memory.keep({ key: `${index}`, answer: answer('x'.repeat(900_000), '"1"') });
    expect(Array.from({ length: 10 }, (_, index) => memory.get(`${index}`) !== undefined)).toEqual([
      false,
      false,
      ...Array.from({ length: 8 }, () => true),
    ]);
    for (let index = 0; index < 300; index += 1) memory.keep({ key: `small ${index}`, answer: answer('x', '"1"') });
    expect([memory.get('small 99'), memory.get('9')]).toEqual([undefined, undefined]);
    expect(memory.get('small 100')).toBeDefined();
  });
});
