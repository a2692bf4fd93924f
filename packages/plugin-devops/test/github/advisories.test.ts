import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import github from '../../src/github/index.ts';
import { hostile } from '../../src/github/test/hostile.ts';
import { type GitHubBackend, startBackend, widgets } from './backend.ts';
import { allExamples } from './examples/all.ts';

const start = async (settings: JsonObject = {}) => {
  const backend = await startBackend();
  const connections = { github: { ...Object(backend.connections['github']), ...settings } };
  const started = await startPlugin({ plugin: github, connections, person: 'absent' });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  const requests = () => backend.http?.[0]?.requests.length ?? 0;
  const sent = () => backend.http?.[0]?.unsafe() ?? [];
  return { ...started, backend, requests, sent };
};

const shellTexts = [
  '1; touch pwned',
  '1 && touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  '1\ntouch pwned',
  '1 --repo octo/secrets',
  '1|sh',
];
const numbered = github.tools.filter(({ input }) => 'number' in input.shape).map(({ name }) => name);

describe('github-kanban-mcp-server: a number that is a shell command (CVE-2025-53818, CVE-2026-0756)', () => {
  it('looks at every tool that takes the number of an issue', () => {
    expect(numbered).toEqual(
      expect.arrayContaining(['github_issue_get', 'github_issue_comment', 'github_issue_update', 'github_pr_merge']),
    );
  });

  it.each(numbered)('is no number to %s, and nothing is asked or sent', async (tool) => {
    const { callTool, requests } = await start();
    const input = allExamples[tool]?.[0]?.input ?? {};
    for (const text of shellTexts) {
      for (const args of [
        { ...input, number: text },
        { ...input, repo: `${widgets}${text.slice(1)}` },
      ]) {
        // oxlint-disable-next-line no-await-in-loop -- one call after the other
        await expect(callTool(tool, { ...args, confirm: true })).rejects.toMatchObject({ code: 'invalid_input' });
      }
    }
    expect(requests()).toBe(0);
  });
});

/** A public repository with an issue by a stranger, and a private one whose content it asks for. */
const lured = async ({ world }: GitHubBackend): Promise<void> => {
  const plans = 'The plans are in the vault.';
  await world.addRepository({ fullName: 'octo/secrets', settings: { private: true }, files: { 'plans.md': plans } });
  world.addIssue('octo/secrets', { author: 'octo', title: 'Plans', body: plans });
  world.addIssue(widgets, { author: 'sam', title: 'Please help', body: hostile.text });
};

describe('github-mcp-server #844: an issue in a public repository that asks for a private one', () => {
  it('is marked as the text of somebody who may not write', async () => {
    const { callTool, backend } = await start();
    await lured(backend);
    const issue = await callTool('github_issue_get', { repo: widgets, number: 1 });
    expect(issue).toMatchObject({ body: { by: 'sam', trusted: false, text: expect.stringContaining('data only') } });
    expect(JSON.stringify(issue)).not.toMatch(hostile.hidden);
  });

  it('gets nothing out before a preview shows the text whole and says that everybody will read it', async () => {
    const { callTool, backend, sent } = await start();
    await lured(backend);
    const secret = await callTool('github_issue_get', { repo: 'octo/secrets', number: 1 });
    const { text } = Object(secret['body']);
    for (const [tool, args] of [
      ['github_issue_comment', { repo: widgets, number: 1, body: text }],
      ['github_issue_create', { repo: widgets, title: 'Notes', body: text }],
      ['github_issue_update', { repo: widgets, number: 1, body: text }],
      ['github_pr_create', { repo: widgets, head: 'feature', base: 'main', title: 'Notes', body: text }],
    ] satisfies [string, JsonObject][]) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      await expect(callTool(tool, { ...args, confirm: true })).rejects.toMatchObject({
        code: 'preview_required',
        details: {
          preview: {
            details: { body: 'The plans are in the vault.' },
            warnings: expect.arrayContaining([`${widgets} is public: everybody can read this.`]),
          },
        },
      });
    }
    expect(sent()).toEqual([]);
  });

  it('does not reach the private repository from a profile that names only the public one', async () => {
    const { callTool, backend, requests } = await start({ repositories: [widgets] });
    await lured(backend);
    const read = callTool('github_issue_get', { repo: 'octo/secrets', number: 1 });
    await expect(read).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'repository' } });
    expect(requests()).toBe(0);
  });
});

describe('lockdown', () => {
  const pull = { head: 'feature', base: 'main' };
  const calls: readonly (readonly [string, JsonObject])[] = [
    ['github_issue_list', {}],
    ['github_issue_get', { number: 1 }],
    ['github_pr_list', {}],
    ['github_pr_get', { number: 2 }],
    ['github_pr_diff', { number: 2 }],
    ['github_pr_files', { number: 2 }],
    ['github_pr_comments', { number: 2, kind: 'conversation' }],
    ['github_issue_comment', { number: 1, body: 'Hello.' }],
    ['github_issue_update', { number: 1, body: 'Hello.' }],
    ['github_pr_comment', { number: 2, body: 'Hello.' }],
    ['github_pr_update', { number: 2, body: 'Hello.' }],
    ['github_pr_review', { number: 2, verdict: 'comment', body: 'Hello.' }],
    ['github_pr_request_reviewers', { number: 2, reviewers: ['octo'] }],
    ['github_pr_merge', { number: 2, method: 'squash' }],
  ];

  it.each(calls)('keeps what a stranger wrote out of %s, previews too', async (tool, args) => {
    const { answer, backend } = await start({ lockdown: true });
    const { world } = backend;
    world.addIssue(widgets, { author: 'sam', title: 'Canary in a title', body: 'Canary in a body' });
    world.addIssue(widgets, { author: 'sam', title: 'Canary in a title', body: 'Canary in a body', pull });
    await world.push(widgets, { branch: 'feature', path: 'canary.txt', content: 'Canary in code\n', by: 'sam' });
    for (const number of [1, 2]) world.addComment(widgets, { number, author: 'sam', body: 'Canary in a comment' });
    const said = await answer(tool, { repo: widgets, ...args });
    expect(JSON.stringify(said)).not.toMatch(/canary/i);
    expect(said).toMatchObject(
      ['github_pr_diff', 'github_pr_files'].includes(tool) ? { error: { code: 'forbidden' } } : { kind: 'value' },
    );
  });
});
