import type { JsonObject } from '@lineclear/core/plugin';
import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubSecretDelete } from './github-secret-delete.ts';
import { githubSecretList } from './github-secret-list.ts';
import { githubSecretSet } from './github-secret-set.ts';

const repo = 'octo/widgets';
const environment = 'eu/Zürich #1';
const value = 'pässword "zq3xw1" for\nthe droplet';
const token = { repo, name: 'DEPLOY_TOKEN', value };
const path = '/repos/octo/widgets/actions/secrets/DEPLOY_TOKEN';

const start = async (options: GitHubOptions = {}) => {
  const clock = { time: Date.UTC(2026, 0, 1), now: () => (clock.time += 2_000) };
  const started = await startGitHub([githubSecretList, githubSecretSet, githubSecretDelete], { clock, ...options });
  const { environments } = started.sandbox.world.repository(repo).extras;
  environments.set(environment, { id: 1, by: 'octo', createdAtMs: 0, updatedAtMs: 0, body: {} });
  const set = (args: JsonObject = token) => started.confirmTool('github_secret_set', args);
  return { ...started, set, stored: (name: string, of?: string) => started.sandbox.world.secret(repo, name, of) };
};

describe('github_secret_set', () => {
  it('creates a secret that only GitHub can open, then replaces it', async () => {
    const { set, stored, sent } = await start();
    const { preview, outcome } = await set();
    expect(preview).toMatchObject({
      description: 'Create the secret "DEPLOY_TOKEN" of octo/widgets with test.',
      risk: 'destructive',
      before: null,
    });
    expect(outcome['result']).toEqual({ name: 'DEPLOY_TOKEN', change: 'created' });
    expect(stored('DEPLOY_TOKEN')).toBe(value);
    const { preview: second, outcome: replaced } = await set({ ...token, value: 'another-value-77' });
    expect(second['description']).toBe('Replace the secret "DEPLOY_TOKEN" of octo/widgets with test.');
    expect(replaced['result']).toEqual({ name: 'DEPLOY_TOKEN', change: 'replaced' });
    expect(stored('DEPLOY_TOKEN')).toBe('another-value-77');
    expect(sent()).toEqual([`PUT ${path}`, `PUT ${path}`]);
  });

  it('sets one of an environment, whatever its name', async () => {
    const { set, stored, callTool } = await start();
    await set({ ...token, environment });
    expect(stored('DEPLOY_TOKEN', environment)).toBe(value);
    expect(stored('DEPLOY_TOKEN')).toBeUndefined();
    expect(await callTool('github_secret_list', { repo, environment })).toMatchObject({ secrets: [{ name: 'DEPLOY_TOKEN' }] });
  });

  it('tells the value nowhere: no answer, question, plan, event, record, log line or request has it', async () => {
    const { set, sandbox, questions, log, composition, answer, caller } = await start();
    const answers: unknown[] = [await set(), await answer('github_secret_set', token)];
    sandbox.http.inject({ kind: 'echo', status: 500 }, { unsafe: true });
    answers.push((await set({ ...token, name: 'OTHER' }).catch((error: unknown) => String(error))) as never);
    // Where the rest of the arguments is wrong, and where the value itself is.
    const wrongs: readonly JsonObject[] = [
      { name: 'lower' },
      { value: [value] },
      { valeu: value },
      { value: value.repeat(2_000) },
    ];
    for (const wrong of wrongs) answers.push(await answer('github_secret_set', { ...token, ...wrong }));
    await composition.audit.flush();
    const { store } = composition;
    const everything = JSON.stringify([
      answers,
      questions,
      log,
      caller,
      await store.events({ limit: 1_000 }),
      await store.plans({ limit: 1_000 }),
      await store.listState('github/test', { limit: 1_000 }),
      sandbox.http.requests.map(({ url, body, headers }) => [url, body, headers]),
    ]);
    expect(everything).toContain('DEPLOY_TOKEN');
    for (const part of [
      'zq3xw1',
      'the droplet',
      Buffer.from(value).toString('base64').slice(0, 20),
      encodeURIComponent('pässword'),
    ])
      expect(everything).not.toContain(part);
  });

  it.each([
    ['somebody else sets it', (at: Awaited<ReturnType<typeof start>>) => at.set({ ...token, value: 'theirs-first' })],
    [
      'GitHub seals with another key',
      ({ sandbox }: Awaited<ReturnType<typeof start>>) =>
        void sandbox.fail(githubFaults.status(200, { key_id: '9', key: Buffer.alloc(32, 5).toString('base64') }), {
          accepts: ({ path: asked }) => asked.endsWith('/public-key'),
        }),
    ],
  ])('is stale when %s meanwhile', async (_title, change) => {
    const started = await start();
    await started.callTool('github_secret_set', { ...token, name: 'API_KEY' });
    const { ticket } = await started.previewTool('github_secret_set', token);
    await change(started);
    const before = started.sent().length;
    const args = { ...token, confirm: true, ticket: ticket ?? null };
    await expect(started.callTool('github_secret_set', args)).rejects.toMatchObject({ code: 'stale' });
    expect(started.sent()).toHaveLength(before);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { set, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'PUT' });
    expect((await set()).outcome).toMatchObject({ status: 'executed', result: { change: 'created' } });
    expect((await set({ ...token, value: 'another-value-77' })).outcome).toMatchObject({ result: { change: 'replaced' } });
    expect(sent()).toEqual([`PUT ${path}`, `PUT ${path}`]);
  });

  it('does not claim what did not happen', async () => {
    const { callTool, sandbox, sent, stored } = await start();
    await callTool('github_secret_set', token);
    sandbox.fail(githubFaults.badGateway(), { method: 'PUT' });
    await expect(callTool('github_secret_set', { ...token, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect([sent(), stored('DEPLOY_TOKEN')]).toEqual([[`PUT ${path}`], undefined]);
  });

  it.each([
    ['a name in small letters', { ...token, name: 'deploy_token' }, 'invalid_input'],
    ['a name that GitHub keeps for itself', { ...token, name: 'GITHUB_TOKEN' }, 'invalid_input'],
    ['an empty value', { ...token, value: '' }, 'invalid_input'],
    ['a value that is too long', { ...token, value: 'x'.repeat(50_000) }, 'invalid_input'],
    ['an environment that is not there', { ...token, environment: 'missing' }, 'not_found'],
    ['an environment that would lead elsewhere', { ...token, environment: '../..' }, 'invalid_input'],
  ])('refuses %s before anything is sent', async (_title, args, code) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_secret_set', args)).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });
});

describe('github_secret_list', () => {
  it('pages through names and dates', async () => {
    const { set, callTool } = await start();
    expect(await callTool('github_secret_list', { repo })).toEqual({ secrets: [], next_page: null });
    for (const name of ['A', 'B', 'C']) await set({ ...token, name });
    const first = await callTool('github_secret_list', { repo, limit: 2 });
    expect(first).toMatchObject({ secrets: [{ name: 'A' }, { name: 'B' }], next_page: 2 });
    expect(await callTool('github_secret_list', { repo, limit: 2, page: 2 })).toMatchObject({
      secrets: [{ name: 'C' }],
      next_page: null,
    });
    await expect(callTool('github_secret_list', { repo, environment: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('github_secret_delete', () => {
  const named = { repo, name: 'DEPLOY_TOKEN' };

  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { set, confirmTool, sandbox, stored, sent } = await start();
    await set();
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_secret_delete', named);
    expect(preview).toMatchObject({
      description: 'Delete the secret "DEPLOY_TOKEN" of octo/widgets with test.',
      risk: 'destructive',
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: 'DEPLOY_TOKEN' } });
    expect(stored('DEPLOY_TOKEN')).toBeUndefined();
    expect(sent().slice(1)).toEqual([`DELETE ${path}`]);
  });

  it('is stale when it was replaced meanwhile, and refused where there is none', async () => {
    const { set, callTool, sent } = await start();
    await expect(callTool('github_secret_delete', named)).rejects.toMatchObject({ code: 'not_found' });
    await set();
    await callTool('github_secret_delete', named);
    await set({ ...token, value: 'theirs-first' });
    await expect(callTool('github_secret_delete', { ...named, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([`PUT ${path}`, `PUT ${path}`]);
  });
});
