import { memoryStore, type Visit } from '@lineclear/core';
import { beforeEach, expect, test } from 'vitest';
import { createAuthenticate } from './authenticate.ts';
import { TokenBook } from './token-book.ts';

let now: number;
let book: TokenBook;
const profiles = new Set(['staging', 'production']);

beforeEach(() => {
  now = 1_000_000;
  book = new TokenBook({ store: memoryStore(), now: () => now });
});

const open = (tokens: TokenBook | undefined = book) =>
  createAuthenticate({ book: tokens, profiles, active: 'staging', now: () => now });
const visit = ({ token, profile }: { token?: string | undefined; profile?: string }): Visit => ({
  headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  profile,
  remoteAddress: '127.0.0.1',
});

test('a known token is its principal, in the active profile', async () => {
  const token = await book.create({ grant: { name: 'ci' } });
  expect(await open()(visit({ token }))).toEqual({
    principal: { id: 'ci' },
    profile: 'staging',
    transport: 'http',
    remoteAddress: '127.0.0.1',
  });
});

test('the second call with a token is decided without waiting', async () => {
  const token = await book.create({ grant: { name: 'ci' } });
  const authenticate = open();
  await authenticate(visit({ token }));
  expect(authenticate(visit({ token }))).not.toBeInstanceOf(Promise);
});

test('a revoked token stops working while the server runs', async () => {
  const token = await book.create({ grant: { name: 'ci' } });
  const authenticate = open();
  await authenticate(visit({ token }));
  await book.revoke('ci');
  now += 2_001;
  expect(await authenticate(visit({ token }))).toMatchObject({ refused: 401 });
});

test('an expired token is refused', async () => {
  const token = await book.create({ grant: { name: 'ci', expiresAt: now + 500 } });
  now += 501;
  expect(await open()(visit({ token }))).toMatchObject({ refused: 401 });
});

test.each([undefined, 'lc_short', 'x'.repeat(46), `lc_${'A'.repeat(43)}`])(
  'no token, no form of one, an unknown one: %s',
  async (token) => {
    expect(await open()(visit({ token }))).toMatchObject({ refused: 401, error: { code: 'unauthenticated' } });
  },
);

test('the URL chooses the profile, within what the token reaches', async () => {
  const wide = await book.create({ grant: { name: 'wide' } });
  const narrow = await book.create({ grant: { name: 'narrow', profiles: ['production'] } });
  const authenticate = open();

  expect(await authenticate(visit({ token: wide, profile: 'production' }))).toMatchObject({ profile: 'production' });
  expect(await authenticate(visit({ token: narrow }))).toMatchObject({ profile: 'production', profiles: ['production'] });
  expect(await authenticate(visit({ token: narrow, profile: 'staging' }))).toMatchObject({ refused: 404 });
  expect(await authenticate(visit({ token: wide, profile: 'nowhere' }))).toMatchObject({
    refused: 404,
    error: { code: 'profile_not_found' },
  });
});

test('a token whose only profile is gone reaches nothing', async () => {
  const token = await book.create({ grant: { name: 'old', profiles: ['removed'] } });
  expect(await open()(visit({ token }))).toMatchObject({ refused: 404 });
});

test('a read-only token and a server without tokens never write', async () => {
  const token = await book.create({ grant: { name: 'viewer', readOnly: true } });
  expect(await open()(visit({ token }))).toMatchObject({ readOnly: true });
  expect(createAuthenticate({ book: undefined, profiles, active: 'staging', now: () => now })(visit({}))).toMatchObject({
    principal: { id: 'anonymous' },
    readOnly: true,
  });
});
