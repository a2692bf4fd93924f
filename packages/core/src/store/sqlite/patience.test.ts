import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { newFolder } from '../../../test/store/fixtures.ts';
import { whenFree } from './patience.ts';

/** A file that another program has locked, and a write to it that says how often it was tried. */
const lockedFile = async () => {
  const path = join(await newFolder(), 'store.db');
  const [other, own] = [new DatabaseSync(path), new DatabaseSync(path, { timeout: 0 })];
  onTestFinished(() => {
    own.close();
    other.close();
  });
  other.exec('CREATE TABLE t (a); BEGIN IMMEDIATE');
  let attempts = 0;
  return {
    path,
    attempts: () => attempts,
    unlock: () => other.exec('COMMIT'),
    attempt: (): string => {
      attempts += 1;
      own.exec('INSERT INTO t VALUES (1)');
      return 'written';
    },
  };
};
const longAgo = (): number => performance.now() - 3_600_000;
const refusal = { code: 'audit_unavailable', details: { reason: 'busy' } };

test('a process that slept while it waited tries again before it gives up', async () => {
  const { path, attempt, attempts, unlock } = await lockedFile();
  const written = whenFree({
    path,
    since: longAgo(),
    attempt: () => {
      if (attempts() === 5) unlock();
      return attempt();
    },
  });
  expect(await written).toBe('written');
  expect(attempts()).toBe(6);
});

test('what waits for the same file in turn is refused at once where that was tried in vain', async () => {
  const { path, attempt, attempts } = await lockedFile();
  const tries = { count: 0 };
  await expect(whenFree({ path, since: longAgo(), tries, attempt })).rejects.toMatchObject(refusal);
  expect(attempts()).toBe(200);
  await expect(whenFree({ path, since: longAgo(), tries, attempt })).rejects.toMatchObject(refusal);
  expect(attempts()).toBe(201);
});

test('what follows one that was given up waits for a shorter time', async () => {
  const secondsAgo = () => performance.now() - 3_000;
  const { path, attempt, attempts, unlock } = await lockedFile();
  const given = { count: 200 };
  await expect(whenFree({ path, since: secondsAgo(), tries: given, attempt })).rejects.toMatchObject(refusal);
  expect(attempts()).toBe(1);
  const written = whenFree({
    path,
    since: secondsAgo(),
    tries: { count: 199 },
    attempt: () => {
      if (attempts() === 50) unlock();
      return attempt();
    },
  });
  expect(await written).toBe('written');
});
