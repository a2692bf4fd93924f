import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';
import { start } from './run.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const toy = (args: readonly string[]) => runHere({ args, home });
const add = (name: string) => toy(['call', 'item_add', '--arg', `name=${name}`, '--arg', 'count=1', '--yes']);

test('proves the chain and a receipt in it', async () => {
  const answer = await add('pear');
  const receipt = join(home.home, 'receipt.json');
  await writeFile(receipt, answer.stdout);
  const proven = await toy(['audit', 'verify', '--receipt', receipt]);
  expect(proven.stdout).toContain('says the same');
  expect(proven.exitCode).toBe(0);

  const forged = JSON.parse(answer.stdout);
  forged.receipt.action = 'item_list';
  await writeFile(receipt, JSON.stringify(forged));
  const refused = await toy(['audit', 'verify', '--receipt', receipt]);
  expect(refused.stdout).toContain('NOT PROVEN');
  expect(refused.exitCode).toBe(9);
});

test('finds an edited event, and a tail that was cut', async () => {
  await add('pear');
  await add('plum');
  const file = join(home.state, 'lineclear.db');
  const backup = await readFile(file);
  const table = () => {
    const database = new DatabaseSync(file);
    const [{ name } = { name: '' }] = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%hash%' AND sql LIKE '%seq%'")
      .all() as { name: string }[];
    return { database, name };
  };
  const cut = table();
  cut.database.exec(`DROP TRIGGER IF EXISTS x; DELETE FROM "${cut.name}" WHERE seq = (SELECT max(seq) FROM "${cut.name}")`);
  cut.database.close();
  const shortened = await toy(['audit', 'verify']);
  expect(shortened.stdout).toContain('tail was cut');
  expect(shortened.exitCode).toBe(9);

  await rm(`${file}-wal`, { force: true });
  await rm(`${file}-shm`, { force: true });
  await writeFile(file, backup);
  expect((await toy(['audit', 'verify'])).exitCode).toBe(0);
  expect((await toy(['doctor'])).stdout).toMatch(/ok {4}audit trail/);
});

test('exports every event to a new private file, and never over an old one', async () => {
  await add('pear');
  const file = join(home.home, 'export.jsonl');
  expect((await toy(['audit', 'export', '--output', file])).exitCode).toBe(0);
  const events = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map((event) => event.event)).toEqual(['previewed', 'claimed', 'confirmed', 'executed']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await toy(['audit', 'export', '--output', file])).exitCode).toBe(1);
  expect((await toy(['audit', 'export'])).stdout).toBe(await readFile(file, 'utf8'));
});

test('follows what other processes write, until it is stopped', async () => {
  const tail = start({ args: ['audit', 'tail', '-f', '-n', '0'], home });
  await tail.waitFor(/following/);
  await add('pear');
  await tail.waitFor(/executed +item_add/);
  tail.child.kill('SIGINT');
  const ended = await tail.ended;
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout.match(/executed/g)).toHaveLength(1);
});

test('mirrors events and anchors the head where the configuration says', async () => {
  await home.write(
    'lineclear.yaml',
    'profiles:\n  local: { tier: development, shelf: { file: ./shelf.json } }\naudit: { anchor: ./anchor.jsonl, mirror: ./mirror.jsonl }\n',
  );
  await add('pear');
  const mirrored = (await readFile(join(home.project, 'mirror.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(mirrored.at(-1)).toMatchObject({ event: 'executed', tool: 'item_add' });
  const anchored = (await readFile(join(home.project, 'anchor.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(anchored.at(-1)).toMatchObject({ seq: mirrored.at(-1).seq, hash: mirrored.at(-1).hash });
  expect((await toy(['audit', 'verify'])).stdout).toContain('anchor.jsonl');
});
