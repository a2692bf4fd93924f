import { expect } from 'vitest';
import { busySession, inShop } from '../database-world.ts';
import type { Example } from '../example.ts';

const shop = { database: 'shop' };
const spare = { database: 'spare' };
const elsewhere = { args: { database: 'elsewhere' }, code: 'not_found' } as const;

/** What the person is asked about these writes. */
export const lostInDatabase = ['End session', 'Apply 1 migration of shop'];

export const databaseReads: readonly Example[] = [
  {
    tool: 'db_list',
    args: {},
    answers: {
      databases: [{ name: 'shop', can: ['migrate', 'backup', 'restore', 'terminate'], problem: null }, { name: 'spare' }],
    },
    error: { args: { database: 'shop' }, code: 'invalid_input' },
  },
  {
    tool: 'db_activity',
    args: { ...shop, state: 'in_transaction' },
    answers: { untrusted: true, sessions: [{ user: 'shop_writer', application: 'psql' }] },
    error: elsewhere,
  },
  { tool: 'db_connections', args: shop, answers: { most: 50, left_out: 0 }, error: elsewhere },
  { tool: 'db_locks', args: shop, answers: { roots: [], waiting: [] }, error: elsewhere },
  { tool: 'db_slow_queries', args: shop, answers: { source: 'running' }, error: elsewhere },
  {
    tool: 'db_missing_indexes',
    args: shop,
    answers: { foreign_keys: [{ table: 'public.orders', columns: ['customer_id'] }] },
    error: elsewhere,
  },
  { tool: 'db_sizes', args: { ...shop, limit: 1 }, answers: { left_out: 1 }, error: elsewhere },
  {
    tool: 'db_integrity',
    args: { ...shop, digests: true },
    answers: { digest: expect.stringMatching(/^[0-9a-f]{64}$/), tables: [{ rows: 2 }, { rows: 3 }] },
    error: { args: { ...shop, copy: 'other_restored_1' }, code: 'not_found' },
  },
  { tool: 'db_replication', args: shop, answers: { is_replica: false, replicas: [] }, error: elsewhere },
  {
    tool: 'db_migrations',
    args: shop,
    answers: { pending: 1, migrations: [{ file: '0001_phone.sql', state: 'pending' }] },
    error: elsewhere,
  },
  { tool: 'db_backups', args: shop, answers: { backups: [], left_out: 0 }, error: elsewhere },
];

export const databaseWrites: readonly Example[] = [
  {
    tool: 'db_terminate',
    // It is another session for every client.
    get args() {
      return { ...shop, ...busySession(), action: 'terminate' };
    },
    answers: { approval: { required: 'client' }, before: { application: 'psql' } },
    executes: {
      result: { action: 'terminate', was_signalled: true },
      afterwards: () =>
        inShop("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'psql' AND usename = 'shop_writer'"),
      found: '0',
    },
    error: {
      args: { ...shop, pid: 1, backend_start: '2026-01-01T00:00:00Z', action: 'cancel' },
      code: 'not_found',
    },
  },
  {
    tool: 'db_migrate',
    args: shop,
    answers: { approval: { required: 'client' }, details: { files: [{ file: '0001_phone.sql' }] } },
    executes: {
      result: { done: [{ version: '0001' }], not_done: [] },
      afterwards: () => inShop("SELECT state FROM lineclear_migrations WHERE version = '0001'"),
      found: 'applied',
    },
    error: { args: { ...shop, direction: 'down' }, code: 'invalid_input' },
  },
  {
    tool: 'db_backup',
    args: shop,
    answers: { approval: { required: 'model' }, risk: 'additive' },
    executes: {
      result: { backup: expect.stringMatching(/^shop-/), size_bytes: expect.any(Number) },
      afterwards: () => inShop('SELECT count(*) FROM orders'),
      found: '3',
    },
    error: elsewhere,
  },
  {
    tool: 'db_restore',
    before: { tool: 'db_backup', args: spare, take: ['backup'] },
    args: spare,
    answers: { approval: { required: 'model' }, risk: 'additive', details: { replace: false } },
    executes: {
      result: { kept: null, database: expect.stringMatching(/^shop_restored_/) },
      afterwards: () => inShop("SELECT count(*) FROM pg_database WHERE datname LIKE 'shop\\_restored\\_%'"),
      found: '1',
    },
    error: { args: { ...spare, backup: 'spare-20260101T000000Z-00000000' }, code: 'not_found' },
  },
];
