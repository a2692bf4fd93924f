import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { fieldOf, openGitHub } from './test/open.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const apps = {
  7: { publicKey, installationId: 70, grant: { login: 'deploys[bot]', permissions: { contents: 'write' } } },
} as const;
const ask = 'POST /app/installations/70/access_tokens';

const proof = (claims: { iat?: number; exp?: number; iss?: string } = {}): { headers: Record<string, string> } => {
  const nowS = Math.floor(nowMs / 1_000);
  const parts = [{ alg: 'RS256' }, { iat: nowS - 60, exp: nowS + 500, iss: '7', ...claims }];
  const content = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url');
  return { headers: { authorization: `Bearer ${content}.${signature}` } };
};
const nowMs = Date.parse('2026-03-01T12:00:00Z');

test('an app that proves itself gets a token for its installation, for an hour', async () => {
  const clock = { ms: nowMs, now: () => clock.ms };
  const { send } = await openGitHub({ apps, clock });
  const made = (await send(ask, proof(), 201)).json;
  expect(made).toMatchObject({ expires_at: '2026-03-01T13:00:00Z' });
  const headers = { authorization: `Bearer ${fieldOf(made, 'token')}` };
  expect((await send('GET /installation/repositories', { headers }, 200)).json).toMatchObject({ total_count: 1 });
  clock.ms += 3_600_000;
  await send('GET /installation/repositories', { headers }, 401);
});

test('an app that proves itself learns what it is called', async () => {
  const { send } = await openGitHub({ apps, clock: { now: () => nowMs } });
  expect((await send('GET /app', proof(), 200)).json).toMatchObject({
    id: 7,
    slug: 'deploys',
    permissions: { contents: 'write' },
  });
  await send('GET /app', {}, 401);
});

test.each([
  ['that is over', { exp: Math.floor(nowMs / 1_000) - 1 }, 401],
  ['for longer than ten minutes', { exp: Math.floor(nowMs / 1_000) + 700 }, 401],
  ['from the future', { iat: Math.floor(nowMs / 1_000) + 60 }, 401],
  ['of another app', { iss: '8' }, 401],
])('refuses a proof %s', async (_title, claims, status) => {
  const { send } = await openGitHub({ apps, clock: { now: () => nowMs } });
  await send(ask, proof(claims), status);
});

test('refuses a proof with another signature, and another installation', async () => {
  const { send } = await openGitHub({ apps, clock: { now: () => nowMs } });
  const { headers } = proof();
  await send(ask, { headers: { authorization: `${headers['authorization']?.slice(0, -8)}AAAAAAAA` } }, 401);
  await send('POST /app/installations/71/access_tokens', proof(), 404);
});
