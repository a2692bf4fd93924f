import { readdir } from 'node:fs/promises';
import type { JsonObject } from '@lineclear/core/plugin';
import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseRig, startRig, startTools } from '../../src/database/test/database-rig.ts';

const shop = { database: 'shop' };

describe.skipIf(skipWithout(postgresBinary))('a connection that is lost during a write', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  const start = () => startTools({ rig });
  type Started = Awaited<ReturnType<typeof start>>;

  /** Previews, lets a person approve, breaks something, and confirms. */
  const confirm = async ({ started, tool, args, cut }: { started: Started; tool: string; args: JsonObject; cut: () => void }) => {
    const preview = await started.previewTool(tool, args);
    const ticket = String(preview['ticket']);
    await started.approve(ticket);
    cut();
    return started.answer(tool, { ...args, confirm: true, ticket });
  };
  const twoFiles = async ({ shop: own }: Started): Promise<void> => {
    await own.migration('0001_a.sql', 'CREATE TABLE a (id int);');
    await own.migration('0002_b.sql', 'CREATE TABLE b (id int);');
  };
  const tables = async ({ shop: own }: Started) => (await own.sql("SELECT to_regclass('a') AS a, to_regclass('b') AS b"))[0];

  it('finds out that a migration was committed whose answer was lost, and runs none twice', async () => {
    const started = await start();
    await started.shop.migration('0001_a.sql', 'CREATE TABLE a (id int);');
    // The ledger is made before, so that the lost answer is that of the file.
    await started.confirmTool('db_migrate', shop);
    await started.shop.migration('0002_b.sql', 'CREATE TABLE b (id int);');
    const answer = await confirm({
      started,
      tool: 'db_migrate',
      args: shop,
      cut: () => started.shop.gate.cut('after', /^COMMIT$/, /^BEGIN$/),
    });
    expect(answer).toMatchObject({ value: { status: 'executed', result: { done: [{ file: '0002_b.sql' }], not_done: [] } } });
    expect(await tables(started)).toEqual({ a: 'a', b: 'b' });
    expect(started.shop.gate.statements.filter((sql) => sql.startsWith('CREATE TABLE b'))).toHaveLength(1);
  });

  it('finds out which files were applied where the connection broke between them', async () => {
    const started = await start();
    await twoFiles(started);
    const cut = () => started.shop.gate.cut('before', /CREATE TABLE b/);
    const answer = await confirm({ started, tool: 'db_migrate', args: shop, cut });
    expect(answer).toMatchObject({ error: { code: 'unreachable', details: { status: 'failed', steps_done: ['0001_a.sql'] } } });
    expect(await tables(started)).toEqual({ a: 'a', b: null });
  });

  it('finds out that a migration was not committed whose COMMIT never arrived', async () => {
    const started = await start();
    await twoFiles(started);
    await started.confirmTool('db_migrate', { ...shop, to: '0001' });
    const answer = await confirm({
      started,
      tool: 'db_migrate',
      args: shop,
      cut: () => started.shop.gate.cut('before', /^COMMIT$/, /^BEGIN$/),
    });
    expect(answer).toMatchObject({ error: { details: { status: 'failed' } } });
    expect(await tables(started)).toEqual({ a: 'a', b: null });
    await started.confirmTool('db_migrate', shop);
    expect(await tables(started)).toEqual({ a: 'a', b: 'b' });
  });

  it('does not say how a file without a transaction ended that nobody saw end', async () => {
    const started = await start();
    await started.shop.migration('0001_i.sql', '-- lineclear: no-transaction\nCREATE INDEX CONCURRENTLY i ON orders (note);');
    const cut = () => started.shop.gate.cut('after', /CREATE INDEX CONCURRENTLY/);
    const answer = await confirm({ started, tool: 'db_migrate', args: shop, cut });
    expect(answer).toMatchObject({ error: { code: 'unknown_outcome' } });
    expect(await started.callTool('db_migrations', shop)).toMatchObject({ migrations: [{ state: 'unfinished' }] });
    await expect(started.callTool('db_migrate', shop)).rejects.toMatchObject({ details: { reason: 'unfinished' } });
  });

  it('leaves no part of a backup that broke, and makes a whole one the next time', async () => {
    const started = await start();
    const cut = () => started.shop.gate.cut('after', /^COPY public\.orders/);
    const answer = await confirm({ started, tool: 'db_backup', args: shop, cut });
    expect(answer).toMatchObject({ error: { code: 'upstream_error', details: { status: 'failed' } } });
    expect(await readdir(started.shop.folders.backups)).toEqual([]);
    expect((await started.confirmTool('db_backup', shop)).outcome).toMatchObject({ result: { rows: 230 } });
  });

  const backUp = async ({ confirmTool }: Started): Promise<string> =>
    String(Object((await confirmTool('db_backup', shop)).outcome['result']).backup);
  const copies = async ({ shop: { name } }: Started) =>
    (await rig.admin(`SELECT datname FROM pg_database WHERE datname LIKE '${name}\\_%' ORDER BY 1`)).map(
      ({ datname }) => datname,
    );

  it('finds out that a copy is whole whose last answer was lost', async () => {
    const started = await start();
    const args = { ...shop, backup: await backUp(started) };
    const answer = await confirm({
      started,
      tool: 'db_restore',
      args,
      cut: () => started.shop.gate.cut('after', /COMMENT ON DATABASE .* restored'/),
    });
    expect(answer).toMatchObject({ value: { status: 'executed', result: { kept: null, tables_verified: null } } });
    expect(await copies(started)).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'finds out whether the copy took the place, where the connection broke %s the exchange',
    async (when) => {
      const started = await start();
      const args = { ...shop, backup: await backUp(started), replace: true };
      await started.shop.sql('DELETE FROM orders');
      const cut = () => started.shop.gate.cut(when, /^COMMIT$/, /RENAME TO/);
      const answer = await confirm({ started, tool: 'db_restore', args, cut });
      const [{ rows } = {}] = await started.shop.sql('SELECT count(*)::int AS rows FROM orders');
      if (when === 'after')
        expect(answer).toMatchObject({ value: { status: 'executed', result: { database: started.shop.name } } });
      else expect(answer).toMatchObject({ error: { details: { status: 'failed' } } });
      expect(rows).toBe(when === 'after' ? 200 : 0);
      expect(await copies(started)).toEqual([expect.stringContaining(when === 'after' ? '_before_' : '_restored_')]);
    },
  );

  it.each(['before', 'after'] as const)(
    'looks whether the session is gone, where the connection broke %s the signal',
    async (when) => {
      const started = await start();
      const session = await started.shop.session();
      await session.query('BEGIN; SELECT 1');
      const { sessions } = await started.callTool('db_activity', { ...shop, state: 'in_transaction' });
      const [{ pid, backend_start }] = Object(sessions);
      const args = { ...shop, pid, backend_start, action: 'terminate' };
      const cut = () => started.shop.gate.cut(when, /pg_terminate_backend/);
      const answer = await confirm({ started, tool: 'db_terminate', args, cut });
      if (when === 'after') expect(answer).toMatchObject({ value: { status: 'executed', result: { pid, was_signalled: null } } });
      else expect(answer).toMatchObject({ error: { code: 'unknown_outcome' } });
    },
  );
});
