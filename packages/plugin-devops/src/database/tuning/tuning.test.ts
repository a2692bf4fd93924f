import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentReads } from '../contents/tools.ts';
import { serverReads } from '../servers/tools.ts';
import { type DatabaseRig, startRig, startTools } from '../test/database-rig.ts';
import { tuningReads } from './tools.ts';

const shop = { database: 'shop' };

describe.skipIf(skipWithout(postgresBinary))('what slows a database down, and what it holds', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig({ settings: { shared_preload_libraries: 'pg_stat_statements', wal_level: 'logical' } });
  });
  afterAll(() => rig?.close());

  const start = () => startTools({ rig, tools: [...tuningReads, ...contentReads, ...serverReads] });

  it('knows the statements that took the most time, without their values, where the extension is installed', async () => {
    const { callTool, shop: own } = await start();
    expect(await callTool('db_slow_queries', shop)).toMatchObject({
      source: 'running',
      unsupported: expect.stringContaining('CREATE EXTENSION'),
    });
    await own.sql('CREATE SCHEMA "odd ""one"; CREATE EXTENSION pg_stat_statements SCHEMA "odd ""one"');
    await own.sql("SELECT count(*) FROM orders a, orders b WHERE a.note IS DISTINCT FROM 'sesame'");
    const said = await callTool('db_slow_queries', { ...shop, limit: 50 });
    expect(said).toMatchObject({ source: 'pg_stat_statements', unsupported: null });
    expect(said['statements']).toContainEqual(
      expect.objectContaining({
        query: 'SELECT count(*) FROM orders a, orders b WHERE a.note IS DISTINCT FROM $1',
        calls: 1,
        rows: 1,
      }),
    );
  });

  it('takes no view for that of the extension which somebody else made', async () => {
    const { callTool, shop: own } = await start();
    await own.sql('CREATE VIEW pg_stat_statements AS SELECT 1 AS queryid');
    expect(await callTool('db_slow_queries', shop)).toMatchObject({ source: 'running' });
  });

  it('shows foreign keys without an index, indexes that repeat others, and tables that are read from end to end', async () => {
    const { callTool, shop: own } = await start();
    await own.sql('SELECT count(*) FROM orders WHERE note IS NULL; SELECT pg_stat_force_next_flush()');
    expect(await callTool('db_missing_indexes', { ...shop, min_rows: 0 })).toMatchObject({
      foreign_keys: [{ table: 'public.orders', columns: ['customer_id'], references: 'public.customers' }],
      repeated: [{ table: 'public.orders', indexes: ['public.orders_total', 'public.orders_total_again'] }],
      full_scans: expect.arrayContaining([expect.objectContaining({ table: 'public.orders', index_scans: 0 })]),
      unused: expect.arrayContaining([expect.objectContaining({ index: 'public.orders_total' })]),
    });
    await own.sql('CREATE INDEX ON orders (customer_id, total); DROP INDEX orders_total');
    expect(await callTool('db_missing_indexes', shop)).toMatchObject({ foreign_keys: [], repeated: [] });
  });

  it('shows sizes, the largest table first', async () => {
    const { callTool, shop: own } = await start();
    expect(await callTool('db_sizes', { ...shop, limit: 1 })).toMatchObject({
      databases: expect.arrayContaining([{ database: own.name, size_bytes: expect.any(Number) }]),
      tables: [{ table: 'public.orders', rows: 200 }],
      left_out: 3,
    });
  });

  it('counts rows exactly up to a limit, and digests them in any order', async () => {
    const { callTool, shop: own } = await start();
    const all = { ...shop, digests: true };
    const { digest } = await callTool('db_integrity', all);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    await own.sql('CREATE TABLE again AS SELECT * FROM customers ORDER BY name; TRUNCATE customers CASCADE');
    expect(await callTool('db_integrity', all)).not.toMatchObject({ digest });
    await own.sql('INSERT INTO customers SELECT * FROM again');
    const { tables } = Object(await callTool('db_integrity', all));
    const digestOf = (name: string) => tables.find(({ table }: { table: string }) => table === name).digest;
    expect(digestOf('public.customers')).toBe(digestOf('public.again'));
    const limited = { ...shop, tables: ['public.customers'], row_limit: 10 };
    expect(await callTool('db_integrity', limited)).toMatchObject({ tables: [{ is_exact: false, skipped: 'too_large' }] });
  });

  it('finds what is broken: an invalid index, rows that refer to nothing, a sequence near its end', async () => {
    const { callTool, shop: own } = await start();
    await own.sql(`ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey; UPDATE orders SET customer_id = 999 WHERE id < 4;
      ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;
      ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 100) NOT VALID;
      CREATE SEQUENCE ends MAXVALUE 100; SELECT setval('ends', 90)`);
    await own.sql('CREATE UNIQUE INDEX CONCURRENTLY same ON orders (customer_id)').catch(() => undefined);
    expect(await callTool('db_integrity', shop)).toMatchObject({
      invalid_indexes: ['public.same'],
      not_validated: [
        { constraint: 'fk', kind: 'foreign_key', orphans: 3 },
        { constraint: 'positive', kind: 'check', orphans: null },
      ],
      sequences_near_end: [{ sequence: 'public.ends', last: 90, most: 100 }],
      page_checksums: { is_on: false, failures: 0 },
    });
  });

  it('shows what replication slots keep', async () => {
    const { callTool, shop: own } = await start();
    await own.sql("SELECT pg_create_logical_replication_slot('waiting', 'pgoutput')");
    expect(await callTool('db_replication', shop)).toMatchObject({
      is_replica: false,
      slots: [{ name: 'waiting', kind: 'logical', is_active: false, retained_bytes: expect.any(Number) }],
    });
  });
});
