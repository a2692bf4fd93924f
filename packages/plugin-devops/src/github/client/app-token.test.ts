import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { githubBranchCreate } from '../branches/tools/github-branch-create.ts';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { type GitHubOptions, startGitHub } from '../test/start-github.ts';

// As GitHub hands them out.
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const login = 'deploys[bot]';
const grant = { login, permissions: { contents: 'write', metadata: 'read' } } as const;
const apps = { 7: { publicKey, installationId: 70, grant } };
const ask = 'POST /app/installations/70/access_tokens';
const widgets = { repo: 'octo/widgets' };
const hotfix = { ...widgets, branch: 'hotfix', from: 'main' };

const start = async (options: GitHubOptions & { key?: string; id?: number } = {}) => {
  const { key = privateKey, id = 7, ...rest } = options;
  const clock = { ms: Date.parse('2026-03-01T12:00:00Z'), now: () => clock.ms };
  const settings = { app: { id, private_key: key, installation_id: 70 } };
  const started = await startGitHub([githubRepoGet, githubBranchCreate], { apps, clock, settings, ...rest });
  started.sandbox.world.addCollaborator('octo/widgets', { login, role: 'write' });
  return { ...started, clock };
};

describe('an app', () => {
  it('makes one token for many reads, and a new one when it ends', async () => {
    const { callTool, sent, clock, sandbox } = await start();
    await Promise.all([1, 2, 3].map(() => callTool('github_repo_get', widgets)));
    expect(sent()).toEqual([ask]);
    clock.ms += 58 * 60_000;
    await callTool('github_repo_get', widgets);
    expect(sent()).toEqual([ask]);
    clock.ms += 2 * 60_000;
    expect(await callTool('github_repo_get', widgets)).toMatchObject({ repo: 'octo/widgets' });
    expect(sent()).toEqual([ask, ask]);
    const tokens = sandbox.http.requests.filter(({ method }) => method === 'GET').map(({ headers }) => headers.authorization);
    expect([...new Set(tokens)]).toEqual(['Bearer simulated-installation-token-1', 'Bearer simulated-installation-token-2']);
  });

  it('lets a preview send nothing but the request for a token', async () => {
    const { previewTool, confirmTool, sent } = await start();
    await previewTool('github_branch_create', hotfix);
    expect(sent()).toEqual([ask]);
    const { outcome } = await confirmTool('github_branch_create', hotfix);
    expect(outcome).toMatchObject({ status: 'executed' });
    // What executes has a connection of its own.
    expect(sent()).toEqual([ask, ask, 'POST /repos/octo/widgets/git/refs']);
  });

  it('is seen to be there', async () => {
    const { callTool } = await start();
    expect(await callTool('connection_status', {})).toMatchObject({
      profiles: [{ connections: [{ health: 'up', answer: { repositories: 1 } }] }],
    });
  });

  it('takes a key with escaped line ends, as environments have them', async () => {
    const { callTool } = await start({ key: privateKey.replaceAll('\n', String.raw`\n`) });
    expect(await callTool('github_repo_get', widgets)).toMatchObject({ repo: 'octo/widgets' });
  });

  it('asks for a new token after GitHub refused the old one', async () => {
    const { callTool, sandbox, sent } = await start();
    const stop = sandbox.fail({ kind: 'status', status: 401, text: '{"message":"Bad credentials"}' }, { method: 'GET' });
    await expect(callTool('github_repo_get', widgets)).rejects.toMatchObject({ code: 'unauthenticated' });
    stop();
    await callTool('github_repo_get', widgets);
    expect(sent()).toEqual([ask, ask]);
  });

  it.each([
    ['no key', { key: 'not a key' }, 'private_key'],
    ['only the first line of one', { key: '-----BEGIN RSA PRIVATE KEY-----' }, 'private_key'],
  ])('with %s is unauthenticated, and asks nothing', async (_title, options, reason) => {
    const { callTool, sandbox } = await start(options);
    const error = await callTool('github_repo_get', widgets).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unauthenticated', details: { reason } });
    expect(sandbox.http.requests).toEqual([]);
  });

  it('of another key or number is unauthenticated', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    for (const options of [{ key: String(other) }, { id: 8 }]) {
      const { callTool } = await start(options);
      await expect(callTool('github_repo_get', widgets)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('gives away neither its key nor a token', async () => {
    const { answer, log, sandbox } = await start();
    const answers = [await answer('github_branch_create', hotfix)];
    sandbox.fail({ kind: 'echo', status: 500 });
    answers.push(await answer('github_repo_get', widgets), await answer('github_branch_create', { ...hotfix, confirm: true }));
    const said = JSON.stringify([answers, log]);
    expect(said).toContain('[secret]');
    for (const secret of ['simulated-installation-token', privateKey.split('\n')[1] ?? '', 'eyJ'])
      expect(said).not.toContain(secret);
  });

  it('keeps its tokens to its own server, whatever the numbers of installations are', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    await Promise.all([one, other].map(({ callTool }) => callTool('github_repo_get', widgets)));
    expect([one.sent(), other.sent()]).toEqual([[ask], [ask]]);
  });
});
