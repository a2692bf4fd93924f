import { readdir, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseRig, startRig, startTools } from '../../src/database/test/database-rig.ts';

const shop = { database: 'shop' };

/** Somebody who may only make tables, and wants more. */
const intruder = `
  CREATE TABLE public.taken (who text);
  GRANT INSERT ON public.taken TO intruder, lineclear_writer;
  GRANT CREATE ON SCHEMA public TO intruder;
  SET ROLE intruder;
  CREATE FUNCTION public.take() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO public.taken VALUES (current_user); RETURN NEW; END $$;
  CREATE FUNCTION public.seen() RETURNS text LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO public.taken VALUES (current_user); RETURN 'x'; END $$;`;
const columns = 'version text PRIMARY KEY, file text, sha256 text, plan text, state text, changed_at timestamptz DEFAULT now()';
const table = `${intruder}
  CREATE TABLE public.lineclear_migrations (${columns});
  GRANT ALL ON public.lineclear_migrations TO lineclear_writer;
  GRANT SELECT ON public.lineclear_migrations TO PUBLIC;
  CREATE TRIGGER take BEFORE INSERT ON public.lineclear_migrations FOR EACH ROW EXECUTE FUNCTION public.take();
  RESET ROLE;`;
const view = `${intruder}
  CREATE VIEW public.lineclear_migrations AS
    SELECT '1' AS version, public.seen() AS file, '' AS sha256, 'applied' AS state, '' AS plan, now() AS changed_at;
  GRANT ALL ON public.lineclear_migrations TO lineclear_writer;
  GRANT SELECT ON public.lineclear_migrations TO PUBLIC;
  RESET ROLE;`;

describe.skipIf(skipWithout(postgresBinary))('somebody with few rights', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
    await rig.admin('CREATE ROLE intruder LOGIN');
  });
  afterAll(() => rig?.close());

  it.each([
    ['a table with a trigger', table],
    ['a view with a function', view],
  ])('who makes the ledger before it is there, as %s, gets no code run', async (_what, sql) => {
    const { answer, shop: own } = await startTools({ rig });
    await own.sql(sql);
    await own.migration('0001_phone.sql', 'ALTER TABLE customers ADD phone text;');
    expect(await answer('db_migrate', shop)).toMatchObject({
      error: { code: 'forbidden', details: { reason: 'ledger_of_others' } },
    });
    expect(await answer('db_migrate', { ...shop, confirm: true })).toMatchObject({ kind: 'error' });
    await answer('db_migrations', shop);
    expect(await own.sql('SELECT * FROM public.taken')).toEqual([]);
    expect(own.gate.statements.join()).not.toContain('ADD phone');
  });

  it('who makes the ledger between preview and confirmation gets no code run', async () => {
    const { answer, previewTool, shop: own } = await startTools({ rig });
    await own.migration('0001_phone.sql', 'ALTER TABLE customers ADD phone text;');
    await previewTool('db_migrate', shop);
    await own.sql(table);
    expect(await answer('db_migrate', { ...shop, confirm: true })).toMatchObject({ kind: 'error' });
    expect(await own.sql('SELECT * FROM public.taken')).toEqual([]);
    expect(await own.sql("SELECT 1 FROM information_schema.columns WHERE column_name = 'phone'")).toEqual([]);
  });
});

describe.skipIf(skipWithout(postgresBinary))('a backup', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  it('is restored by a superuser with a warning of what its functions may do', async () => {
    const change = { writer: { user: 'postgres' } };
    const { confirmTool, previewTool } = await startTools({ rig, change });
    const { outcome } = await confirmTool('db_backup', shop);
    const { backup } = Object(outcome).result;
    expect(await previewTool('db_restore', { ...shop, backup })).toMatchObject({
      warnings: expect.arrayContaining([expect.stringContaining('superuser')]),
    });
  });

  it('that is a link to another file, or was exchanged after the preview, is not restored', async () => {
    const { answer, confirmTool, previewTool, approve, shop: own } = await startTools({ rig });
    const { outcome } = await confirmTool('db_backup', shop);
    const { backup } = Object(outcome).result;
    const dump = join(own.folders.backups, `${backup}.dump`);
    const { ticket } = await previewTool('db_restore', { ...shop, backup });
    await approve(String(ticket));
    await rename(dump, `${dump}.old`);
    await symlink(`${dump}.old`, dump);
    expect(await answer('db_restore', { ...shop, backup, confirm: true })).toMatchObject({ kind: 'error' });
    await unlink(dump);
    await writeFile(dump, 'PGDMP hostile');
    const { ticket: other } = await previewTool('db_restore', { ...shop, backup });
    await approve(String(other));
    expect(await answer('db_restore', { ...shop, backup, confirm: true })).toMatchObject({ error: { code: 'stale' } });
    expect(
      await own.sql("SELECT datname FROM pg_database WHERE datname LIKE '%restored%' AND datname LIKE current_database() || '%'"),
    ).toEqual([]);
    expect((await readdir(own.folders.backups)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
