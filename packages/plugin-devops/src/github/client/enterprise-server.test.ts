import { generateKeyPairSync } from 'node:crypto';
import { fakeHttp } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { startGitHub } from '../test/start-github.ts';

const repository = {
  full_name: 'octo/widgets',
  html_url: 'https://github.example.com/octo/widgets',
  description: null,
  private: true,
  default_branch: 'main',
  archived: false,
};

const startServer = async () => {
  const server = await fakeHttp({
    routes: [
      { method: 'GET', path: '/api/v3/repos/:owner/:repo', handle: () => ({ json: repository }) },
      {
        method: 'POST',
        path: '/api/v3/app/installations/:id/access_tokens',
        handle: () => ({
          status: 201,
          json: { token: 'simulated-installation-token-1', expires_at: new Date(Date.now() + 3_600_000).toISOString() },
        }),
      },
    ],
  });
  onTestFinished(() => server.close());
  return server;
};

describe('an Enterprise Server', () => {
  it.each(['/api/v3', '/api/v3/'])('is reached below its %s', async (path) => {
    const server = await startServer();
    const { callTool } = await startGitHub([githubRepoGet], { settings: { url: server.url + path } });
    expect(await callTool('github_repo_get', { repo: 'octo/widgets' })).toMatchObject({
      repo: 'octo/widgets',
      visibility: 'private',
    });
    expect(server.requests).toMatchObject([
      {
        url: '/api/v3/repos/octo/widgets',
        headers: { authorization: 'Bearer simulated-token-1', 'x-github-api-version': '2022-11-28' },
      },
    ]);
  });

  it('hands out tokens of apps there', async () => {
    const server = await startServer();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const app = { id: 7, private_key: String(privateKey.export({ type: 'pkcs1', format: 'pem' })), installation_id: 70 };
    const { callTool } = await startGitHub([githubRepoGet], { settings: { url: `${server.url}/api/v3`, app } });
    await callTool('github_repo_get', { repo: 'octo/widgets' });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/v3/app/installations/70/access_tokens',
      'GET /api/v3/repos/octo/widgets',
    ]);
  });
});
