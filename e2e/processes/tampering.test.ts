import { readFileSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, makeHome } from './app/home.ts';
import { type Ended, run } from './app/start.ts';

let home: Home;
/** A copy of the state before anybody touched it. */
let untouched: string;
let receipt: { seq: number; hash: string; plan_id: string };

beforeAll(async () => {
  home = await makeHome();
  const call = (args: readonly string[]) => run({ home, args: ['call', ...args] });
  await call(['fs_read', '--arg', 'path=notes.txt']);
  const written = await call(['fs_write', '--arg', 'path=made.txt', '--arg', 'content=x', '--yes']);
  ({ receipt } = JSON.parse(written.stdout));
  for (const path of ['notes.txt', 'old.txt', 'junk.txt']) await call(['fs_info', '--arg', `path=${path}`]);
  untouched = await mkdtemp(join(tmpdir(), 'lineclear-untouched-'));
  for (const name of await readdir(home.state)) await copyFile(join(home.state, name), join(untouched, name));
});
afterAll(async () => {
  await rm(untouched, { recursive: true });
  await home[Symbol.asyncDispose]();
});

/** Verifies after an attack on the store file, and puts everything back. */
const verifyAfter = async (attack: (store: DatabaseSync) => void, args: readonly string[] = []): Promise<Ended> => {
  const store = new DatabaseSync(home.storeFile);
  attack(store);
  store.close();
  const ended = await run({ home, args: ['audit', 'verify', ...args] });
  for (const name of await readdir(home.state)) await rm(join(home.state, name));
  for (const name of await readdir(untouched)) await copyFile(join(untouched, name), join(home.state, name));
  return ended;
};
const bodyOf = (store: DatabaseSync, seq: number): string =>
  String(store.prepare('SELECT body FROM events WHERE seq = ?').get(seq)?.['body']);

describe('audit verify', () => {
  test('accepts the chain as it was written, up to the last event', async () => {
    const { exitCode, stdout } = await verifyAfter(() => {});
    expect(stdout).toMatch(/^ok: (\d+) events, proven up to the last/);
    expect(exitCode).toBe(0);
  });

  const attacks: { title: string; attack: (store: DatabaseSync) => void; seq: number }[] = [
    {
      title: 'an edited event',
      seq: 3,
      attack: (store) =>
        store.prepare('UPDATE events SET body = ? WHERE seq = 3').run(bodyOf(store, 3).replace('"local"', '"other"')),
    },
    {
      title: 'an event that is spelt differently',
      seq: 3,
      attack: (store) => store.prepare('UPDATE events SET body = ? WHERE seq = 3').run(bodyOf(store, 3).replace(',"', ', "')),
    },
    { title: 'a removed event', seq: 3, attack: (store) => store.exec('DELETE FROM events WHERE seq = 3') },
    { title: 'the first event removed', seq: 1, attack: (store) => store.exec('DELETE FROM events WHERE seq = 1') },
    {
      title: 'two events that changed places',
      seq: 3,
      attack: (store) =>
        store.exec(
          'UPDATE events SET seq = -3 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = -3',
        ),
    },
    {
      title: 'a removed event, the others moved up',
      seq: 3,
      attack: (store) =>
        store.exec(
          'DELETE FROM events WHERE seq = 3; UPDATE events SET seq = -(seq - 1) WHERE seq > 3; UPDATE events SET seq = -seq WHERE seq < 0',
        ),
    },
    {
      title: 'an inserted event',
      seq: 4,
      attack: (store) =>
        store.exec(
          'UPDATE events SET seq = -(seq + 1) WHERE seq > 3; UPDATE events SET seq = -seq WHERE seq < 0; INSERT INTO events (seq, hash, body) SELECT 4, hash, body FROM events WHERE seq = 3',
        ),
    },
    {
      title: 'a changed hash',
      seq: 3,
      attack: (store) => store.exec(`UPDATE events SET hash = '${'0'.repeat(64)}' WHERE seq = 3`),
    },
    {
      title: 'a byte of an event in the file',
      seq: 3,
      attack: (store) => {
        const body = bodyOf(store, 3);
        store.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        const file = readFileSync(home.storeFile);
        file.write('x', file.indexOf(body));
        writeFileSync(home.storeFile, file);
      },
    },
  ];
  test.each(attacks)('finds $title and names event $seq', async ({ attack, seq }) => {
    const { exitCode, stdout } = await verifyAfter(attack);
    expect(stdout).toMatch(new RegExp(`^BROKEN at event ${seq}: .+\n$`));
    expect(exitCode).toBe(9);
    const json = await verifyAfter(attack, ['--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'broken', seq, reason: expect.any(String) });
    expect(json.exitCode).toBe(9);
  });

  test('finds a tail that was cut, by what stands outside the store', async () => {
    let last = 0;
    const { exitCode, stdout } = await verifyAfter((store) => {
      last = Number(store.prepare('SELECT max(seq) AS last FROM events').get()?.['last']);
      store.exec(`DELETE FROM events WHERE seq > ${last - 2}`);
    });
    expect(stdout).toMatch(/^BROKEN at event \d+: /);
    expect(Number(/event (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(last - 2);
    expect(exitCode).toBe(9);
  });

  test('finds that everything was deleted', async () => {
    const { exitCode } = await verifyAfter((store) => store.exec('DELETE FROM events'));
    expect(exitCode).toBe(9);
  });

  describe('with a receipt', () => {
    const check = async (content: unknown, attack: (store: DatabaseSync) => void = () => {}): Promise<Ended> => {
      const path = join(home.folder, 'receipt.json');
      await writeFile(path, JSON.stringify(content));
      return verifyAfter(attack, ['--receipt', path]);
    };

    test('proves that it stands in the chain', async () => {
      for (const content of [receipt, { status: 'executed', receipt }]) {
        const { exitCode, stdout } = await check(content);
        expect(stdout).toContain(`receipt: event ${receipt.seq} says the same`);
        expect(exitCode).toBe(0);
      }
    });

    test.each([
      { title: 'another hash', change: { hash: 'f'.repeat(64) } },
      { title: 'another event', change: { seq: 1 } },
      { title: 'an event that does not exist', change: { seq: 10_000 } },
      { title: 'another plan', change: { plan_id: '00000000-0000-4000-8000-000000000000' } },
      { title: 'another tool', change: { action: 'fs_delete' } },
      { title: 'other arguments', change: { input_digest: '0'.repeat(64) } },
    ])('refuses one that names $title', async ({ change }) => {
      const { exitCode, stdout } = await check({ ...receipt, ...change });
      expect(stdout).toMatch(/BROKEN|NOT PROVEN/);
      expect(exitCode).toBe(9);
    });

    test('refuses a true one when an event before it was changed', async () => {
      const { exitCode } = await check(receipt, (store) =>
        store.prepare('UPDATE events SET body = ? WHERE seq = 1').run(bodyOf(store, 1).replace('notes', 'other')),
      );
      expect(exitCode).toBe(9);
    });

    test('says that a file without one holds none', async () => {
      const { exitCode, stderr } = await check({ nothing: true });
      expect(stderr).toContain('holds no receipt');
      expect(exitCode).toBe(2);
    });
  });
});
