import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { runChild } from '../../../test/store/child.ts';
import { newFolder } from '../../../test/store/fixtures.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const rounds = '15';

test('of processes that write without a pause, nobody is left out where a commit takes long', async () => {
  const path = join(await newFolder(), 'store.db');
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE present (name TEXT); CREATE TABLE turns (number INTEGER PRIMARY KEY, name TEXT)',
  );
  await Promise.all(names.map((name) => runChild({ script: 'take-turns', args: [path, name, rounds, String(names.length)] })));
  const order = database
    .prepare('SELECT name FROM turns ORDER BY number')
    .all()
    .map(({ name }) => String(name));
  database.close();
  expect(order).toHaveLength(names.length * Number(rounds));
  // From when the last one has begun to when the first one has ended, all write. In turn, each of them lets five others pass.
  const all = order.slice(
    Math.max(...names.map((name) => order.indexOf(name))),
    Math.min(...names.map((name) => order.lastIndexOf(name))),
  );
  const passed = names.map((name) => longestGap(all, name));
  expect(all.length).toBeGreaterThan(4 * names.length);
  expect(Math.max(...passed), passed.join(', ')).toBeLessThan(2 * names.length);
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
