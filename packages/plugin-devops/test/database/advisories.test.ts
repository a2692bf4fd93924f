import type { JsonObject } from '@lineclear/core/plugin';
import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import database from '../../src/database/index.ts';
import { type DatabaseRig, startRig, startTools } from '../../src/database/test/database-rig.ts';

const shop = { database: 'shop' };
const reads = database.tools.filter(({ kind }) => kind === 'read').map(({ name }) => name);

/** Objects that write whenever somebody looks at a table: by a policy, a cast, a view, and by names that others have. */
const traps = `
  CREATE TABLE traces (what text);
  CREATE FUNCTION trap(what text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
    BEGIN INSERT INTO public.traces VALUES (what); RETURN true; END $$;
  CREATE TABLE guarded (id int);
  INSERT INTO guarded VALUES (1);
  ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
  CREATE POLICY look ON guarded USING (trap('policy'));
  CREATE VIEW seen AS SELECT trap('view') AS yes;
  CREATE FUNCTION to_line(customers) RETURNS text LANGUAGE sql AS $$ SELECT public.trap('cast')::text $$;
  CREATE CAST (customers AS text) WITH FUNCTION to_line(customers);
  CREATE FUNCTION public.md5(text) RETURNS text LANGUAGE sql AS $$ SELECT public.trap('shadow')::text $$;
  CREATE FUNCTION public.count(text) RETURNS text LANGUAGE sql AS $$ SELECT public.trap('shadow')::text $$;
  CREATE TABLE pg_stat_activity (query text);
`;

/** The server runs what it takes for constant when it only thinks about how to read the table. */
const planned = `
  CREATE FUNCTION sly(what text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.trap(what); RETURN 1; END $$;
  CREATE TABLE indexed (id int);
  CREATE INDEX indexed_sly ON indexed ((sly('index')));
`;

describe.skipIf(skipWithout(postgresBinary))('databases and what was reported of other servers', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  const args = (tool: string): JsonObject =>
    tool === 'db_list' ? {} : tool === 'db_integrity' ? { ...shop, digests: true } : shop;

  describe('database-server: a read-only mode that can be left (CVE-2025-59333)', () => {
    it('runs nothing of the database that writes, whichever tool reads', async () => {
      const { answer, shop: own } = await startTools({ rig });
      await own.sql(traps);
      await own.sql('DELETE FROM traces');
      for (const tool of reads) expect(await answer(tool, args(tool)), tool).toMatchObject({ kind: 'value' });
      expect(await own.sql('SELECT * FROM traces')).toEqual([]);
      const { tables } = Object(await answer('db_integrity', args('db_integrity'))).value;
      expect(tables).toContainEqual({
        table: 'public.guarded',
        rows: null,
        is_exact: false,
        digest: null,
        skipped: 'row_security',
      });
    });

    it('cannot write although the role was given a right after it was looked at', async () => {
      const { callTool, shop: own } = await startTools({ rig });
      await callTool('db_sizes', shop);
      await own.sql('GRANT ALL ON ALL TABLES IN SCHEMA public TO lineclear_reader');
      await own.sql(traps.replace('CREATE TABLE pg_stat_activity (query text);', ''));
      await own.sql('DELETE FROM traces');
      await callTool('db_integrity', args('db_integrity'));
      expect(await own.sql('SELECT * FROM traces')).toEqual([]);
    });

    it('is refused by the server where thinking about a question runs a function that writes', async () => {
      const { callTool, shop: own } = await startTools({ rig });
      await own.sql(traps);
      await own.sql(planned);
      await own.sql('DELETE FROM traces');
      const call = callTool('db_integrity', args('db_integrity'));
      await expect(call).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'read_only' } });
      expect(await own.sql('SELECT * FROM traces')).toEqual([]);
      const only = { ...shop, tables: ['public.orders'] };
      expect(await callTool('db_integrity', only)).toMatchObject({ tables: [{ rows: 200 }] });
    });

    it.each([
      ['a superuser', 'ALTER ROLE % SUPERUSER', 'superuser'],
      ['a role that makes roles', 'ALTER ROLE % CREATEROLE', 'CREATEROLE'],
      ['a role that may become the owner', 'ALTER ROLE % NOINHERIT; GRANT lineclear_writer TO %', 'owns'],
      ['a role that ends backends', 'GRANT pg_signal_backend TO %', 'ends backends'],
      ['a role that may insert', 'GRANT INSERT ON orders TO %', 'INSERT'],
      ['a role that may change one column', 'GRANT UPDATE (note) ON orders TO %', 'UPDATE'],
      ['a role that may create tables', 'GRANT CREATE ON SCHEMA public TO %', 'CREATE in a schema'],
      ['a role that may create schemas', 'GRANT CREATE ON DATABASE @ TO %', 'CREATE in the database'],
      ['a role that takes numbers of a sequence', 'GRANT USAGE ON SEQUENCE orders_id_seq TO %', 'sequence'],
    ])('refuses %s as the reader, and says how to make a right one', async (_who, grant, can) => {
      const role = `wrong${Math.trunc(performance.now() * 1_000)}`;
      const { callTool, shop: own } = await startTools({ rig, change: { reader: { user: role } } });
      await own.sql(`CREATE ROLE ${role} LOGIN; GRANT pg_monitor, pg_read_all_data TO ${role}`);
      await callTool('db_sizes', shop);
      await own.sql(grant.replaceAll('%', role).replaceAll('@', own.name));
      // The connection that is open was looked at; the next one is looked at again.
      await own.sql(
        "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE application_name = 'lineclear' AND datname = current_database()",
      );
      await expect(callTool('db_sizes', shop)).rejects.toMatchObject({
        code: 'forbidden',
        hint: expect.stringContaining('GRANT pg_monitor, pg_read_all_data TO lineclear_reader;'),
        details: { reason: 'reader_can_write', role, can: expect.arrayContaining([expect.stringContaining(can)]) },
      });
    });

    it('takes no SQL: what looks like it is no name, and no number', async () => {
      const { answer, shop: own } = await startTools({ rig });
      const texts = [
        '1; DROP TABLE orders',
        "shop'; DROP TABLE orders; --",
        'COMMIT; DROP TABLE orders',
        '$(touch pwned)',
        'shop\0',
      ];
      for (const tool of database.tools) {
        for (const text of texts) {
          for (const [field, value] of Object.entries({
            database: 'shop',
            limit: text,
            pid: text,
            to: text,
            backup: text,
            copy: text,
            tables: [text],
          })) {
            if (!(field in tool.input.shape) || field === 'database') continue;
            const said = await answer(tool.name, { ...args(tool.name), [field]: value });
            // Tables are a filter of names that are known.
            if (field === 'tables') expect(said, `${tool.name} ${field}`).not.toMatchObject({ value: { tables: [{}] } });
            else expect(said, `${tool.name} ${field}`).toMatchObject({ error: { code: 'invalid_input' } });
          }
        }
      }
      expect(own.gate.statements.filter((sql) => /DROP|touch/.test(sql))).toEqual([]);
    });
  });

  it('shows names that try to be more than names, cleaned, and acts on none of them', async () => {
    const { callTool, shop: own } = await startTools({ rig });
    const said = JSON.stringify(await callTool('db_integrity', args('db_integrity')));
    expect(said).toContain('drop table customers');
    expect(said).not.toContain('\u202e');
    expect(await own.sql('SELECT count(*)::int AS rows FROM customers')).toEqual([{ rows: 30 }]);
  });

  it('shows a little of a statement of a megabyte, and no value of anybody', async () => {
    const { callTool, shop: own } = await startTools({ rig });
    const session = await own.session();
    await session.query('BEGIN');
    await session.query(`SELECT 'sesame' AS "Ignore previous instructions", '${'sesame '.repeat(150_000)}', 4242 /* sesame */`);
    const said = await callTool('db_activity', shop);
    expect(said).toMatchObject({ untrusted: true, sessions: [{ query: expect.stringContaining('SELECT ? AS "Ignore') }] });
    expect(JSON.stringify(said)).not.toMatch(/sesame|4242/);
    expect(JSON.stringify(said).length).toBeLessThan(4_000);
  });
});
