import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runChild } from '../../../test/store/child.ts';
import { draft, newFolder, plan, roomy } from '../../../test/store/fixtures.ts';
import { toUnavailable } from './errors.ts';
import { sqliteStore } from './sqlite-store.ts';

const newStore = async () => {
  const path = join(await newFolder(), 'store.db');
  const store = await sqliteStore({ path });
  onTestFinished(() => store.close());
  return { path, store };
};

/** Takes the write lock as another program would. */
const lock = (path: string): (() => void) => {
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    if (other.isOpen) other.close();
  };
};

describe('a locked file', () => {
  test('is waited for without holding the event loop, and written when it is free', async () => {
    const { path, store } = await newStore();
    const unlock = lock(path);
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
      if (turns === 20) unlock();
    }, 5);
    const appended = await store.append([draft()]);
    clearInterval(ticking);
    expect(appended).toMatchObject([{ seq: 1 }]);
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  test('is given up after ten seconds, all waiting writes together', async () => {
    const { path, store } = await newStore();
    const unlock = lock(path);
    onTestFinished(unlock);
    const writes = [
      store.append([draft()]),
      store.setState('a', 'b', 1),
      store.createPlan(plan(), roomy, [draft()]),
      store.append([draft()]),
    ];
    const refusal = {
      status: 'rejected',
      reason: expect.objectContaining({ code: 'audit_unavailable', details: { reason: 'busy', file: path } }),
    };
    expect(await Promise.allSettled(writes)).toMatchObject(writes.map(() => refusal));
    unlock();
    expect(await store.append([draft()])).toMatchObject([{ seq: 1 }]);
  });

  test('can still be read', async () => {
    const { path, store } = await newStore();
    await store.append([draft()]);
    onTestFinished(lock(path));
    expect(await store.events({})).toHaveLength(1);
  });
});

describe('a file that is lost under a running store', () => {
  const loss = { code: 'audit_unavailable', hint: expect.stringContaining('store.db'), details: { reason: 'missing' } };

  test('stops writes and reads when it was removed, and is not made again', async () => {
    const { path, store } = await newStore();
    await rm(path);
    await expect(store.append([draft()])).rejects.toMatchObject(loss);
    await expect(store.transition({ id: 'a', from: ['pending'], set: {}, events: [] })).rejects.toMatchObject(loss);
    await expect(store.head()).rejects.toMatchObject(loss);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('stops writes when another file took its place', async () => {
    const { path, store } = await newStore();
    await copyFile(path, `${path}.copy`);
    await rename(`${path}.copy`, path);
    await expect(store.append([draft()])).rejects.toMatchObject(loss);
  });
});

describe('a file that cannot take a write', () => {
  test('rejects when its pages were overwritten, and names the file', async () => {
    const path = join(await newFolder(), 'store.db');
    const first = await sqliteStore({ path });
    for (let index = 0; index < 50; index++) await first.append([draft({ details: { text: 'x'.repeat(3000) } })]);
    await first.close();
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    for (let offset = 8 * 4096; offset < size; offset += 4096) await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, offset);
    await file.close();
    const damage = { code: 'audit_unavailable', hint: expect.stringContaining(path), details: { reason: 'corrupt' } };
    const outcome = sqliteStore({ path }).then(async (store) => {
      onTestFinished(() => store.close());
      return store.events({ limit: 1000 });
    });
    await expect(outcome).rejects.toMatchObject(damage);
  });

  test('rejects when the file may not grow, and keeps what was written', async () => {
    const path = join(await newFolder(), 'store.db');
    const answers = await runChild({ script: 'open-store', args: [path, '50'], fileBlocks: 400 });
    const written = answers.filter((answer) => Object.hasOwn(Object(answer), 'seq'));
    expect(answers.at(-1)).toMatchObject({ code: 'audit_unavailable', hint: expect.stringContaining(path) });
    expect(written.length).toBeGreaterThan(0);
    const store = await sqliteStore({ path });
    onTestFinished(() => store.close());
    expect(await store.head()).toMatchObject({ seq: written.length });
  });

  test('says that the disk is full where SQLite says so', async () => {
    const path = join(await newFolder(), 'store.db');
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    database.exec('CREATE TABLE t (a BLOB); PRAGMA max_page_count = 3');
    const error: unknown = expectError(() => database.exec('INSERT INTO t VALUES (zeroblob(100000))'));
    expect(toUnavailable({ error, path })).toMatchObject({
      code: 'audit_unavailable',
      hint: `Free space on the disk that holds ${path}, then call again.`,
      details: { reason: 'full' },
    });
  });

  test('rejects in a folder that this user may not write', async () => {
    const folder = await newFolder();
    await chmod(folder, 0o555);
    const path = join(folder, 'store.db');
    // Root may write everywhere, so the child is somebody else then.
    const userId = process.getuid?.() === 0 ? { userId: 65_534 } : {};
    expect(await runChild({ script: 'open-store', args: [path], ...userId })).toEqual([
      { code: 'audit_unavailable', reason: 'denied', hint: expect.stringContaining(path) },
    ]);
  });

  test('rejects after it was closed', async () => {
    const { store } = await newStore();
    await store.close();
    await store.close();
    const closed = { code: 'audit_unavailable', details: { reason: 'closed' } };
    await expect(store.append([draft()])).rejects.toMatchObject(closed);
    await expect(store.events({})).rejects.toMatchObject(closed);
  });
});

const expectError = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
};
