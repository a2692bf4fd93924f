import { fakeHttp } from '@lineclear/testing';
import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { github } from '../connection.ts';
import { githubBranchCreate } from '../branches/tools/github-branch-create.ts';
import { githubBranchDelete } from '../branches/tools/github-branch-delete.ts';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { type GitHubOptions, startGitHub } from '../test/start-github.ts';

const start = (options?: GitHubOptions) => startGitHub([githubRepoGet, githubBranchCreate, githubBranchDelete], options);
const widgets = { repo: 'octo/widgets' };
const hotfix = { ...widgets, branch: 'hotfix', from: 'main' };

describe('a read', () => {
  it.each([
    ['a 502', githubFaults.badGateway()],
    ['a 503', githubFaults.status(503)],
    ['a cut connection', githubFaults.cut()],
  ])('is sent again after %s', async (_title, fault) => {
    const { callTool, sandbox } = await start();
    const stop = sandbox.fail(fault, { times: 1 });
    expect(await callTool('github_repo_get', widgets)).toMatchObject({ repo: 'octo/widgets' });
    expect(sandbox.http.requests).toHaveLength(2);
    stop();
  });

  it.each([
    ['a page', githubFaults.html(), { code: 'upstream_error', details: { reason: 'shape' } }],
    ['too much', githubFaults.huge(), { code: 'upstream_error', details: { reason: 'too_large' } }],
    ['half of it, again and again', githubFaults.truncated(), { code: 'unreachable' }],
    ['another shape', githubFaults.status(200, { name: 1 }), { code: 'upstream_error', details: { reason: 'shape' } }],
    ['500', githubFaults.status(500), { code: 'upstream_error' }],
    ['404', githubFaults.status(404), { code: 'not_found' }],
  ])('fails with a code where the answer is %s', async (_title, fault, error) => {
    const { callTool, sandbox } = await start();
    sandbox.fail(fault);
    await expect(callTool('github_repo_get', widgets)).rejects.toMatchObject(error);
  });

  it('survives numbers that no number of JavaScript holds', async () => {
    const { callTool, sandbox } = await start();
    const text =
      '{"full_name":"o/n","html_url":"u","description":null,"private":true,"default_branch":"main","archived":false,"id":';
    const fault = { kind: 'status', status: 200, headers: { 'content-type': 'application/json', etag: '"1"' } } as const;
    sandbox.fail({ ...fault, text: `${text}12345678901234567890}` });
    expect(await callTool('github_repo_get', widgets)).toMatchObject({ repo: 'o/n' });
  });
});

describe('a write', () => {
  it.each([
    ['a 502', githubFaults.badGateway()],
    ['a 503', githubFaults.status(503)],
    ['a cut connection', githubFaults.cut()],
    ['a page', githubFaults.html()],
  ])('is sent once when %s comes', async (_title, fault) => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_branch_create', hotfix);
    sandbox.fail(fault, { method: 'POST' });
    await expect(callTool('github_branch_create', { ...hotfix, confirm: true })).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
    expect(sent()).toEqual(['POST /repos/octo/widgets/git/refs']);
  });

  it('whose answer is cut in the middle is found to have happened', async () => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(githubFaults.truncated(), { method: 'POST' });
    expect(await confirmTool('github_branch_create', hotfix)).toMatchObject({ outcome: { status: 'executed' } });
    expect(sent()).toEqual(['POST /repos/octo/widgets/git/refs']);
  });

  it('has what it sends in its body, whatever the fields are called', async () => {
    const values = { url: 'http://127.0.0.1:9', headers: { a: 'b' }, method: 'GET', baseUrl: 'x', data: [1], name: 'web' };
    const send = github.write({
      name: 'body_send',
      toolset: 'repositories',
      risk: 'additive',
      description: 'Send a body.',
      input: z.object({}),
      output: z.object({}),
      preview: () => ({ description: 'Send it.', guard: {} }),
      execute: ({ writer, signal }) =>
        writer.send({ method: 'POST', repository: 'octo/widgets', path: '/hooks', values, schema: z.object({}), signal }),
    });
    const { callTool, sandbox } = await startGitHub([send], { isHostile: true });
    await callTool('body_send');
    await callTool('body_send', { confirm: true }).catch(() => undefined);
    expect(sandbox.http.unsafe().map(({ method, url, json }) => [method, url, json])).toEqual([
      ['POST', '/repos/octo/widgets/hooks', values],
    ]);
  });

  it('cannot be sent by what reads', async () => {
    const sneaky = github.read({
      name: 'sneaky_read',
      toolset: 'repositories',
      description: 'Send a write.',
      input: z.object({}),
      output: z.object({}),
      run: async ({ reader, signal }) => {
        const values = { owner: 'octo', repo: 'widgets', ref: 'refs/heads/x', sha: 'a'.repeat(40) };
        await reader.transport.send({ route: 'POST /repos/{owner}/{repo}/git/refs', values, signal });
        return {};
      },
    });
    const { callTool, sandbox } = await startGitHub([sneaky]);
    await expect(callTool('sneaky_read')).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'reader' } });
    expect(sandbox.http.requests).toEqual([]);
  });

  it.each([301, 307, 308])('that is redirected (%s) did not happen, and is not sent elsewhere', async (status) => {
    const { callTool, sandbox, sent } = await start();
    const input = { ...widgets, branch: 'feature' };
    await callTool('github_branch_delete', input);
    const headers = { location: `${sandbox.url}/repositories/1/git/refs/heads/feature`, 'content-type': 'application/json' };
    sandbox.fail({ kind: 'status', status, headers, text: '{"message":"Moved Permanently"}' }, { method: 'DELETE' });
    await expect(callTool('github_branch_delete', { ...input, confirm: true })).rejects.toMatchObject({
      code: 'upstream_error',
      hint: expect.stringContaining('renamed'),
    });
    expect(sent()).toHaveLength(1);
    expect(await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/feature')).toBeDefined();
  });
});

describe('a redirect', () => {
  it('below the base is followed by a read: the repository was renamed', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/gadgets' });
    const headers = { location: `${sandbox.url}/repos/octo/gadgets` };
    sandbox.fail({ kind: 'status', status: 301, headers }, { path: '/repos/octo/widgets' });
    expect(await callTool('github_repo_get', widgets)).toMatchObject({ repo: 'octo/gadgets' });
  });

  it('to another server is not followed, so that it gets no credentials', async () => {
    const other = await fakeHttp({ routes: [], onUnhandled: 'ignore' });
    onTestFinished(() => other.close());
    const { callTool, sandbox } = await start();
    sandbox.fail({ kind: 'status', status: 301, headers: { location: `${other.url}/repos/octo/widgets` } });
    await expect(callTool('github_repo_get', widgets)).rejects.toMatchObject({ code: 'upstream_error' });
    expect(other.requests).toEqual([]);
  });
});

describe('credentials', () => {
  const access = {
    'classic-token-1': { login: 'octo' },
    'fine-grained-1': { login: 'octo', permissions: { contents: 'read' } },
    'old-token-1': 'expired',
  } as const;

  it('that GitHub does not know are unauthenticated', async () => {
    for (const token of ['old-token-1', 'unknown-token-1']) {
      const { answer } = await start({ access, settings: { token } });
      const answered = await answer('github_repo_get', widgets);
      expect(answered).toMatchObject({ error: { code: 'unauthenticated', hint: expect.stringContaining('token') } });
      expect(JSON.stringify(answered)).not.toContain(token);
    }
  });

  it('that lack a permission are told which one', async () => {
    const { callTool, sandbox } = await start({ access, settings: { token: 'fine-grained-1' } });
    await callTool('github_branch_create', hotfix);
    await expect(callTool('github_branch_create', { ...hotfix, confirm: true })).rejects.toMatchObject({
      code: 'forbidden',
      hint: 'The credentials of this profile need: contents=write.',
      details: { cause: { reason: 'permission' } },
    });
    expect(await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/hotfix')).toBeUndefined();
  });

  it('appear in no answer, error or log, even where the server repeats them', async () => {
    const token = 'classic-token-1';
    const { answer, log, sandbox } = await start({ access, settings: { token } });
    const answers = [await answer('github_repo_get', widgets), await answer('github_branch_create', hotfix)];
    sandbox.fail({ kind: 'echo', status: 500 });
    answers.push(await answer('github_repo_get', widgets), await answer('github_branch_create', { ...hotfix, confirm: true }));
    sandbox.fail({ kind: 'echo', status: 422 });
    answers.push(await answer('github_repo_get', widgets));
    expect(JSON.stringify([answers, log])).not.toContain(token);
    expect(JSON.stringify(answers)).toContain('[secret]');
  });
});
