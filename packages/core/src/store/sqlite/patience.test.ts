import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { newFolder } from '../../../test/store/fixtures.ts';
import { Courtesy } from './courtesy.ts';
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

test('of those that wait, whoever waits longest writes next, and nobody is left out', async () => {
  const path = join(await newFolder(), 'store.db');
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const rounds = 12;
  const order: string[] = [];
  const write = async (name: string) => {
    const own = new DatabaseSync(path, { timeout: 0 });
    onTestFinished(() => own.close());
    const courtesy = new Courtesy(path);
    for (let round = 0; round < rounds; round++) {
      await courtesy.letOthersFirst();
      await whenFree({ path, attempt: () => own.exec('BEGIN IMMEDIATE') });
      order.push(name);
      // As long as a busy disk takes for a commit.
      await delay(60);
      own.exec('COMMIT');
      courtesy.hasWritten();
    }
  };
  await Promise.all(names.map(write));
  expect(order).toHaveLength(names.length * rounds);
  // While all six write, chance would let somebody wait for more than twelve turns of others nearly always.
  const turns = order.slice(0, names.length * rounds - 20);
  const gaps = names.map((name) => longestGap(turns, name));
  expect(Math.max(...gaps), gaps.join(', ')).toBeLessThan(2 * names.length);
});

/** The most turns in a row that somebody else had. */
const longestGap = (turns: readonly string[], name: string): number => {
  let [longest, current] = [0, 0];
  for (const turn of turns) {
    current = turn === name ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
};
