import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runChild } from '../../../test/store/child.ts';
import { draft, newFolder, plan, roomy } from '../../../test/store/fixtures.ts';
import { sqliteStore } from './sqlite-store.ts';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

const opened = async (options: Parameters<typeof sqliteStore>[0]) => {
  const store = await sqliteStore(options);
  onTestFinished(() => store.close());
  return store;
};

describe('opening a SQLite store', () => {
  test('makes a folder and files that are closed to other users', async () => {
    const folder = join(await newFolder(), 'state', 'lineclear');
    const store = await opened({ folder });
    await store.append([draft()]);
    expect(store.location).toBe(join(folder, 'lineclear.db'));
    expect(await modeOf(folder)).toBe('700');
    for (const file of ['lineclear.db', 'lineclear.db-wal', 'lineclear.db-shm'])
      expect(await modeOf(join(folder, file))).toBe('600');
  });

  test('takes rights of others off its folder and file, and leaves a shared folder alone', async () => {
    const folder = join(await newFolder(), 'shared');
    await mkdir(folder);
    await chmod(folder, 0o777);
    await writeFile(join(folder, 'lineclear.db'), '', { mode: 0o644 });
    await opened({ path: join(folder, 'lineclear.db') });
    expect(await modeOf(folder)).toBe('777');
    expect(await modeOf(join(folder, 'lineclear.db'))).toBe('600');
    await opened({ folder });
    expect(await modeOf(folder)).toBe('700');
  });

  test('keeps id, key, events, plans and state', async () => {
    const folder = await newFolder();
    const first = await sqliteStore({ folder });
    const [event] = await first.append([draft()]);
    const entry = plan();
    await first.createPlan(entry, roomy, []);
    await first.setState('scope', 'key', 'value');
    await first.close();
    const second = await opened({ folder });
    expect(second.id).toBe(first.id);
    expect(second.key).toEqual(first.key);
    expect(second.key).toHaveLength(32);
    expect(await second.events({})).toEqual([event]);
    expect(await second.planById(entry.id)).toEqual(entry);
    expect(await second.getState('scope', 'key')).toBe('value');
  });

  test('is done once when several processes meet at a new file', async () => {
    const path = join(await newFolder(), 'new', 'store.db');
    const answers = await Promise.all(Array.from({ length: 5 }, () => runChild({ script: 'open-store', args: [path] })));
    const store = await opened({ path });
    const expected = { id: store.id, key: Buffer.from(store.key).toString('hex') };
    expect(answers).toEqual(answers.map(() => [expected]));
  });

  test('loads SQLite only when a file is opened', async () => {
    const path = join(await newFolder(), 'store.db');
    expect(await runChild({ script: 'import-store', args: [path] })).toEqual([{ imported: false, opened: true }]);
  });
});

describe('a SQLite store that may only be read', () => {
  test('answers queries and refuses writes', async () => {
    const path = join(await newFolder(), 'store.db');
    const writer = await opened({ path });
    const [event] = await writer.append([draft()]);
    const reader = await opened({ path, readOnly: true });
    expect(reader.id).toBe(writer.id);
    expect(await reader.events({})).toEqual([event]);
    const refusal = { code: 'audit_unavailable', details: { reason: 'opened_read_only', file: path } };
    await expect(reader.append([draft()])).rejects.toMatchObject(refusal);
    await expect(reader.createPlan(plan(), roomy, [])).rejects.toMatchObject(refusal);
    await expect(reader.setState('scope', 'key', 1)).rejects.toMatchObject(refusal);
  });

  test('is not made where there is none', async () => {
    const path = join(await newFolder(), 'store.db');
    await expect(sqliteStore({ path, readOnly: true })).rejects.toMatchObject({
      code: 'audit_unavailable',
      details: { reason: 'missing' },
    });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is what a file of a newer version becomes, with the way out in the hint', async () => {
    const path = join(await newFolder(), 'store.db');
    const writer = await sqliteStore({ path });
    const [event] = await writer.append([draft()]);
    const entry = plan();
    await writer.createPlan(entry, roomy, []);
    await writer.close();
    const newer = new DatabaseSync(path);
    newer.exec("PRAGMA user_version = 99; ALTER TABLE plans ADD COLUMN later TEXT DEFAULT 'x'; CREATE TABLE later (a TEXT)");
    newer.close();
    const reader = await opened({ path });
    expect(await reader.events({})).toEqual([event]);
    expect(await reader.planById(entry.id)).toEqual(entry);
    await expect(reader.append([draft()])).rejects.toMatchObject({
      code: 'audit_unavailable',
      hint: expect.stringContaining(`Upgrade this program: ${path}`),
      details: { reason: 'newer' },
    });
  });
});

describe('a file that is not a good store', () => {
  test.each([
    ['other bytes', Buffer.from('this is not a database'.repeat(500))],
    ['the first page only half', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(300, 7)])],
  ])('is refused and left as it is: %s', async (_name, content) => {
    const path = join(await newFolder(), 'store.db');
    await writeFile(path, content);
    await expect(sqliteStore({ path })).rejects.toMatchObject({
      code: 'audit_unavailable',
      message: expect.stringContaining(path),
      hint: expect.stringContaining(path),
      details: { reason: 'corrupt', file: path },
    });
    expect(await readFile(path)).toEqual(content);
  });

  test('is refused when another program made it', async () => {
    const path = join(await newFolder(), 'store.db');
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE notes (a TEXT)');
    foreign.close();
    await expect(sqliteStore({ path })).rejects.toMatchObject({ details: { reason: 'foreign' } });
  });

  test('is refused where its key is gone', async () => {
    const path = join(await newFolder(), 'store.db');
    await (await sqliteStore({ path })).close();
    const edited = new DatabaseSync(path);
    edited.exec('DELETE FROM store');
    edited.close();
    await expect(sqliteStore({ path })).rejects.toMatchObject({ code: 'audit_unavailable', details: { reason: 'corrupt' } });
  });

  test('is refused where a folder or a file is in its place', async () => {
    const folder = await newFolder();
    await expect(sqliteStore({ path: folder })).rejects.toMatchObject({ code: 'audit_unavailable', details: { file: folder } });
    await writeFile(join(folder, 'file'), '');
    const below = join(folder, 'file', 'store.db');
    await expect(sqliteStore({ path: below })).rejects.toMatchObject({
      code: 'audit_unavailable',
      details: { reason: 'denied' },
    });
  });
});
