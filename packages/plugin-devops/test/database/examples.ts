import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import type { StartedPlugin } from '@lineclear/testing';
import * as z from 'zod';
import { makeBackup } from '../../src/database/backups/make-backup.ts';
import { DatabaseReader } from '../../src/database/client/database-reader.ts';
import { settings } from '../../src/database/settings.ts';
import type { DatabaseBackend, Examples } from './backend.ts';

const shop = { database: 'shop' };
const elsewhere = { database: 'elsewhere' };
const unknown = { input: elsewhere, error: 'not_found' } as const;

const migration = (name: string, sql: string) => (backend: DatabaseBackend) => backend.shop.migration(name, sql);
const phone = migration('0001_phone.sql', 'ALTER TABLE customers ADD phone text;');

/** A backup with an id that is known, as pg_dump made it. */
export const knownBackup = 'shop-20260101T000000Z-0000abcd';
const backedUp = async (backend: DatabaseBackend): Promise<void> => {
  const reader = new DatabaseReader({
    settings: settings.parse(backend.shop.connections().database),
    resolvePath: (path) => path,
  });
  const at = new Date('2026-01-01T00:00:00Z');
  await makeBackup({ reader, database: 'shop', id: knownBackup, at, plan: '0000abcd', signal: new AbortController().signal });
  reader.close();
};

/** Somebody puts another backup in the place of the known one. */
const changeBackup = async ({ shop: { folders } }: DatabaseBackend): Promise<void> => {
  const [name = ''] = (await readdir(folders.backups)).filter((file) => file.endsWith('.json'));
  const path = join(folders.backups, name);
  const notes = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...notes, sha256: '0'.repeat(64) }));
};

/** A session that has begun a transaction. */
const busy = async ({ shop: { session } }: DatabaseBackend): Promise<void> => {
  await (await session()).query('BEGIN; SELECT count(*) FROM orders');
};
/** It goes on to another statement. */
const goOn = async ({ shop: { sessions } }: DatabaseBackend): Promise<void> => {
  await sessions[0]?.query('SELECT count(*) FROM customers');
};
/** How db_activity shows it. */
const found = async ({ callTool }: StartedPlugin): Promise<JsonObject> => {
  const { sessions } = await callTool('db_activity', { ...shop, state: 'in_transaction' });
  const [{ pid, backend_start }] = z.tuple([z.object({ pid: z.int(), backend_start: z.string() })]).parse(sessions);
  return { pid, backend_start };
};

export const examples: Examples = {
  db_list: [{ input: {} }],
  db_activity: [{ input: shop }, { input: { ...shop, state: 'in_transaction', limit: 1 } }, unknown],
  db_connections: [{ input: shop }, unknown],
  db_locks: [{ input: shop }, unknown],
  db_slow_queries: [{ input: { ...shop, order: 'mean', min_ms: 1 } }, unknown],
  db_missing_indexes: [{ input: { ...shop, min_rows: 0, limit: 1 } }, unknown],
  db_sizes: [{ input: { ...shop, limit: 2 } }, unknown],
  db_integrity: [
    { input: { ...shop, digests: true } },
    { input: { ...shop, tables: ['public.orders'], row_limit: 1 } },
    { input: { ...shop, copy: 'other_restored_1' }, error: 'not_found' },
  ],
  db_replication: [{ input: shop }, unknown],
  db_migrations: [{ input: shop, arrange: phone }, unknown],
  db_backups: [{ input: { ...shop, verify: true }, arrange: backedUp }, unknown],
  db_migrate: [
    { input: shop, arrange: phone, drift: migration('0002_more.sql', 'CREATE TABLE more (id int);') },
    { input: { ...shop, direction: 'down', to: '0' }, arrange: phone, error: 'conflict' },
    unknown,
  ],
  db_backup: [{ input: shop, drift: ({ shop: { makeAnew } }) => makeAnew() }, unknown],
  db_restore: [
    { input: { ...shop, backup: knownBackup }, arrange: backedUp, drift: changeBackup },
    { input: { ...shop, backup: knownBackup, replace: true }, arrange: backedUp, drift: changeBackup },
    { input: { ...shop, backup: knownBackup }, error: 'not_found' },
  ],
  db_terminate: [
    { input: { ...shop, action: 'terminate' }, arrange: busy, before: found, drift: goOn },
    { input: { ...shop, action: 'cancel' }, arrange: busy, before: found, drift: goOn },
    { input: { ...shop, pid: 1, backend_start: '2026-01-01T00:00:00.000000Z', action: 'cancel' }, error: 'not_found' },
  ],
};
