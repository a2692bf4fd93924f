import { chmod, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { memoryStore, type Store } from '@lineclear/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstToken } from './first-token.ts';
import { TokenBook } from './token-book.ts';
import { createToken, tokenHash } from './token.ts';

let folder: string;
let file: string;
let store: Store;
let book: TokenBook;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-'));
  file = join(folder, 'token');
  store = memoryStore();
  book = new TokenBook({ store, now: () => Date.now() });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('makes one that only this user can read, and shows the same one next time', async () => {
  const token = await firstToken({ book, file });
  expect(token).toMatch(/^lc_[\w-]{43}$/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await firstToken({ book, file })).toBe(token);
  expect(await book.find(token)).toMatchObject({ name: 'local' });
});

test('the store knows the hash, not the token', async () => {
  const token = await firstToken({ book, file });
  const kept = JSON.stringify(await store.listState('host/tokens', {}));
  expect(kept).toContain(tokenHash(token));
  expect(kept).not.toContain(token.slice(3));
});

test('a revoked one is not shown again', async () => {
  const token = await firstToken({ book, file });
  await book.revoke('local');
  await utimes(file, 1, 1);
  expect(await firstToken({ book, file })).not.toBe(token);
});

test('one that another process is entering into a slow store is waited for', async () => {
  const other = createToken();
  await writeFile(file, other);
  const token = firstToken({ book, file });
  await wait(600);
  await book.create({ grant: { name: 'local' }, token: other });
  expect(await token).toBe(other);
  expect(await book.list()).toHaveLength(1);
});

test('processes that start at the same time agree on one token', async () => {
  const tokens = await Promise.all(Array.from({ length: 8 }, () => firstToken({ book, file })));
  expect(new Set(tokens).size).toBe(1);
  expect(await book.list()).toHaveLength(1);
});

test('replaces a file that holds no token, and closes one that others can read', async () => {
  await writeFile(file, 'garbage');
  const token = await firstToken({ book, file });
  expect((await readFile(file, 'utf8')).trim()).toBe(token);
  await chmod(file, 0o644);
  await firstToken({ book, file });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
