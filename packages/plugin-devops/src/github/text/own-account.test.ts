import { generateKeyPairSync } from 'node:crypto';
import { githubFaults } from '@lineclear/testing/github';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { github } from '../connection.ts';
import { startGitHub } from '../test/start-github.ts';
import { isSameText, ownAccount } from './own-account.ts';

const asks = github.read({
  name: 'own_list',
  toolset: 'issues',
  description: 'List which of some accounts may be the own.',
  input: z.strictObject({ logins: z.array(z.string()) }),
  output: z.object({ own: z.array(z.string()) }),
  run: async ({ input, reader, signal }) => {
    const isOwn = await ownAccount({ reader, signal });
    return { own: input.logins.filter(isOwn) };
  },
});
const logins = ['Octo', 'sam', 'dependabot[bot]', 'ghost'];

describe('the own account', () => {
  it('is the one of the token, whatever its case', async () => {
    const { callTool } = await startGitHub([asks]);
    expect(await callTool('own_list', { logins })).toEqual({ own: ['Octo'] });
  });

  it('is some bot where GitHub does not tell', async () => {
    const { callTool, sandbox } = await startGitHub([asks]);
    sandbox.fail(githubFaults.status(403, { message: 'Resource not accessible by integration' }), { path: '/user' });
    expect(await callTool('own_list', { logins })).toEqual({ own: ['dependabot[bot]'] });
  });

  it('is the bot of the app, not any bot', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const grant = { login: 'deploys[bot]', permissions: { metadata: 'read' } } as const;
    const apps = { 7: { publicKey, installationId: 70, grant } };
    const settings = { app: { id: 7, private_key: privateKey, installation_id: 70 } };
    const { callTool, sandbox } = await startGitHub([asks], { apps, settings });
    const ask = () => callTool('own_list', { logins: [...logins, 'Deploys[bot]'] });
    expect(await ask()).toEqual({ own: ['Deploys[bot]'] });
    await ask();
    expect(sandbox.http.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /app']);
  });

  it('is nobody while GitHub does not answer', async () => {
    const { callTool, sandbox } = await startGitHub([asks]);
    sandbox.fail(githubFaults.status(500), { path: '/user' });
    await expect(callTool('own_list', { logins })).rejects.toMatchObject({ code: 'upstream_error' });
  });
});

it.each([
  ['a\r\nb', 'a\nb\n', true],
  [null, '', true],
  ['a b', 'a  b', false],
])('takes %j and %j for the same text: %j', (one, other, isSame) => {
  expect(isSameText(one, other)).toBe(isSame);
});
