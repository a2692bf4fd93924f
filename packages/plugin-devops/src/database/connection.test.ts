import { postgresBinary, skipWithout, startPlugin } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { database } from './connection.ts';
import plugin from './index.ts';
import { type DatabaseRig, startRig, startTools } from './test/database-rig.ts';

const reads = plugin.tools.filter(({ kind }) => kind === 'read').map(({ name }) => name);

describe('settings', () => {
  const shop = { host: '127.0.0.1', database: 'shop', reader: { user: 'reader' } };
  const parse = (more: object, rest: object = {}) =>
    database.profile.safeParse({ databases: { shop: { ...shop, ...more } }, ...rest }).success;

  it('protect the connection, and refuse what cannot be meant', () => {
    const parsed = database.profile.parse({ databases: { shop } });
    expect(parsed).toMatchObject({ databases: { shop: { port: 5432, tls: { mode: 'verify' } } }, max_connections: 3 });
    expect(parse({})).toBe(true);
    for (const more of [{ port: 0 }, { reader: {} }, { tls: { mode: 'prefer' } }, { url: 'postgres://a' }, { host: '' }]) {
      expect(parse(more), JSON.stringify(more)).toBe(false);
    }
    expect(database.profile.safeParse({ databases: {} }).success).toBe(false);
    expect(database.profile.safeParse({ databases: { 'a b': shop } }).success).toBe(false);
  });
});

describe.skipIf(skipWithout(postgresBinary))('the reader', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  it('sends exactly the commands that the connection declares', async () => {
    const { answer, shop: own } = await startTools({ rig });
    for (const tool of reads) await answer(tool, tool === 'db_list' ? {} : { database: 'shop' });
    // One that takes too long, so that its transaction is rolled back.
    const hurried = await startTools({ rig, more: { statement_timeout_ms: 150 } });
    await hurried.shop.sql('CREATE TABLE slow AS SELECT 1 AS n FROM generate_series(1, 300000)');
    await hurried.answer('db_integrity', { database: 'shop', digests: true, row_limit: 5_000_000 });
    const words = [...own.gate.statements, ...hurried.shop.gate.statements]
      .filter((sql) => sql !== '')
      .map((sql) => {
        const text = sql.trim();
        return text.startsWith('BEGIN') ? text : (/^\w+/.exec(text)?.[0] ?? text);
      });
    expect([...new Set(words)].toSorted()).toEqual([...(database.readerCommands ?? [])].toSorted());
  });

  it('closes its connections with the host', async () => {
    const shop = await rig.fresh();
    onTestFinished(shop.close);
    const started = await startPlugin({ plugin, connections: shop.connections() });
    await started.callTool('db_sizes', { database: 'shop' });
    const open = () =>
      shop.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'lineclear' AND datname = current_database()");
    expect(await open()).toHaveLength(1);
    await started.close();
    await expect.poll(open).toEqual([]);
  });
});
