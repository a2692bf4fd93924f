import { appendFile, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresBinary, secretMarker, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentReads } from '../contents/tools.ts';
import { type DatabaseRig, startRig, startTools } from '../test/database-rig.ts';
import { copyNames } from './copy-names.ts';
import { backupTools } from './tools.ts';

const isMissing = skipWithout(postgresBinary);
let rig: DatabaseRig;
beforeAll(async () => {
  if (!isMissing) rig = await startRig();
});
afterAll(() => rig?.close());

const shop = { database: 'shop' };
const start = (more = {}) => startTools({ rig, tools: [...backupTools, ...contentReads], more });
type Started = Awaited<ReturnType<typeof start>>;

const backUp = async ({ confirmTool }: Started): Promise<string> => {
  const { outcome } = await confirmTool('db_backup', shop);
  return String(Object(outcome['result']).backup);
};

/** Confirms what a person has to approve outside of the model's reach. */
const approved = async ({ previewTool, approve, callTool }: Started, args: { backup: string; replace?: boolean }) => {
  const preview = await previewTool('db_restore', { ...shop, ...args });
  await approve(String(preview['ticket']));
  return {
    preview,
    outcome: await callTool('db_restore', { ...shop, ...args, confirm: true, ticket: preview['ticket'] ?? null }),
  };
};

describe.skipIf(isMissing)('db_backup', () => {
  it('writes what pg_restore reads, with the counts of the same moment, for this account only', async () => {
    const started = await start();
    const { outcome } = await started.confirmTool('db_backup', shop);
    expect(outcome).toMatchObject({ result: { backup: expect.stringMatching(/^shop-\d{8}T\d{6}Z-/), tables: 4, rows: 230 } });
    const names = await readdir(started.shop.folders.backups);
    expect(names).toHaveLength(2);
    for (const name of names) expect((await stat(join(started.shop.folders.backups, name))).mode & 0o077).toBe(0);
    expect(await started.callTool('db_backups', { ...shop, verify: true })).toMatchObject({
      backups: [{ tables: 4, server_version: expect.stringContaining('15'), state: 'verified' }],
    });
  });

  it('says which backups are no longer what was written, and restores none of them', async () => {
    const started = await start();
    const id = await backUp(started);
    await started.previewTool('db_restore', { ...shop, backup: id });
    await appendFile(join(started.shop.folders.backups, `${id}.dump`), 'more');
    expect(await started.callTool('db_backups', shop)).toMatchObject({ backups: [{ state: 'damaged' }] });
    await expect(approved(started, { backup: id })).rejects.toMatchObject({ code: 'stale' });
    expect(await rig.admin(`SELECT datname FROM pg_database WHERE datname LIKE '${started.shop.name}_restored%'`)).toEqual([]);
  });

  it('leaves nothing behind where a program fails or is missing', async () => {
    const started = await start({ programs: { pg_dump: '/bin/false', pg_restore: '/nowhere/pg_restore' } });
    await expect(started.callTool('db_backup', shop)).rejects.toMatchObject({
      details: { reason: expect.stringMatching(/pg_dump_failed|no_program/) },
    });
    expect(await readdir(started.shop.folders.backups)).toEqual([]);
  });

  it('gives the programs the password where only this account sees it, and no option to choose', async () => {
    const first = await start();
    const script = join(first.shop.folders.migrations, 'pg_dump');
    const seen = join(first.shop.folders.migrations, 'seen');
    const text = `#!/bin/sh\nif [ "$1" = --version ]; then echo 'pg_dump (PostgreSQL) 99.1'; else echo "$@" >${seen}; env >>${seen}; exit 1; fi\n`;
    await writeFile(script, text, { mode: 0o700 });
    const started = await start({ programs: { pg_dump: script, pg_restore: script } });
    await started.previewTool('db_backup', shop);
    await expect(started.callTool('db_backup', { ...shop, confirm: true })).rejects.toMatchObject({ code: 'upstream_error' });
    const [argv = '', ...env] = (await readFile(seen, 'utf8')).split('\n');
    expect(argv).toMatch(/^--format=custom --no-password --lock-wait-timeout=10s --snapshot=[0-9A-F-]+$/);
    expect(env).toEqual(expect.arrayContaining([`PGPASSWORD=${secretMarker}`, 'PGPASSFILE=/dev/null']));
    expect(env.filter((line) => /^(?:HOME|CI|NODE)/.test(line))).toEqual([]);
  });

  it('wants programs of the version of the server or newer', async () => {
    const first = await start();
    const script = join(first.shop.folders.migrations, 'old');
    await writeFile(script, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n", { mode: 0o700 });
    const { callTool } = await start({ programs: { pg_dump: script, pg_restore: script } });
    await expect(callTool('db_backup', shop)).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'program_version' },
    });
  });

  it('follows no link to another file', async () => {
    const started = await start();
    const id = 'shop-20260101T000000Z-00000000';
    await symlink('/etc/passwd', join(started.shop.folders.backups, `${id}.json`));
    expect(await started.callTool('db_backups', shop)).toMatchObject({ backups: [{ backup: id, state: 'unreadable' }] });
    await expect(started.callTool('db_restore', { ...shop, backup: id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe.skipIf(isMissing)('db_restore', () => {
  it('makes a copy beside the live database with the same rows, for its owner and the reader', async () => {
    const started = await start();
    const before = await started.callTool('db_integrity', { ...shop, digests: true });
    const backup = await backUp(started);
    await started.shop.sql('DELETE FROM orders');
    const { preview, outcome } = await approved(started, { backup });
    expect(preview).toMatchObject({ risk: 'additive', approval: { required: 'human' } });
    const { database: copy } = Object(outcome['result']);
    expect(outcome).toMatchObject({ status: 'executed', result: { kept: null, tables_verified: 4 } });
    expect(await started.callTool('db_integrity', { ...shop, copy, digests: true })).toMatchObject({ digest: before['digest'] });
    const acl = await rig.admin(`SELECT has_database_privilege('public', '${copy}', 'CONNECT') AS open`);
    expect(acl).toEqual([{ open: false }]);
    await expect(started.callTool('db_restore', { ...shop, backup })).rejects.toMatchObject({
      details: { reason: 'copy_exists' },
    });
  });

  it('puts the copy in place of the live database, and keeps that', async () => {
    const started = await start();
    const { name } = started.shop;
    await rig.admin(
      `ALTER DATABASE ${name} SET search_path = "$user", public; ALTER DATABASE ${name} SET statement_timeout = '7s'`,
    );
    await rig.admin(
      `REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${name} TO lineclear_reader WITH GRANT OPTION`,
    );
    const facts = `SELECT s.setconfig::text AS settings, (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(d.datacl) a) AS acl, pg_get_userbyid(d.datdba) AS owner
      FROM pg_database d LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid WHERE d.datname = '${name}'`;
    const was = await rig.admin(facts);
    const backup = await backUp(started);
    await started.shop.sql('DELETE FROM orders');
    const session = await started.shop.session();
    const { preview, outcome } = await approved(started, { backup, replace: true });
    expect(preview).toMatchObject({
      risk: 'destructive',
      warnings: expect.arrayContaining([expect.stringMatching(/sessions of shop\d+ are ended/)]),
      details: { undo: expect.stringContaining(`_before_`) },
    });
    const { kept } = Object(outcome['result']);
    expect(outcome).toMatchObject({ result: { database: name }, effect: { databases: [name, kept] } });
    expect(await started.shop.sql('SELECT count(*)::int AS rows FROM orders')).toEqual([{ rows: 200 }]);
    expect(await rig.admin('SELECT count(*)::int AS rows FROM orders', kept)).toEqual([{ rows: 0 }]);
    expect(await rig.admin(facts)).toEqual(was);
    await expect(session.query('SELECT 1')).rejects.toThrow();
    expect(await started.callTool('db_integrity', { ...shop, copy: kept })).toMatchObject({ left_out: 0 });
  });

  it('takes the unfinished copy away where the restore fails', async () => {
    const started = await start();
    const backup = await backUp(started);
    // Longer than the beginning of a session, and shorter than the rows.
    started.shop.gate.cut('before', /COPY public\.orders/);
    await expect(approved(started, { backup })).rejects.toMatchObject({ details: { status: 'failed' } });
    expect(await rig.admin(`SELECT datname FROM pg_database WHERE datname LIKE '${started.shop.name}_restored%'`)).toEqual([]);
  });

  it('says why the restore failed, and which copy stays, where that cannot be taken away', async () => {
    const first = await start();
    const script = join(first.shop.folders.migrations, 'pg_restore');
    const { programs } = Object(first.shop.connections().database);
    const text = `#!/bin/sh\ncase "$1" in --list | --version) exec ${programs.pg_restore} "$@" ;; esac\necho 'no room left' >&2\nexit 1\n`;
    await writeFile(script, text, { mode: 0o700 });
    const started = await start({ programs: { ...programs, pg_restore: script } });
    const backup = await backUp(started);
    started.shop.gate.cut('before', /^DROP DATABASE/);
    const copy = expect.stringContaining(`${started.shop.name}_restored_`);
    await expect(approved(started, { backup })).rejects.toMatchObject({
      message: expect.stringMatching(/pg_restore failed.* The unfinished copy \w+ could not be removed/),
      hint: expect.stringMatching(/Ask the operator to drop \w+_restored_/),
      details: { status: 'failed', cause: { upstream: expect.stringContaining('no room left'), copy_left: copy } },
    });
    const left = await rig.admin(`SELECT datname FROM pg_database WHERE datname LIKE '${started.shop.name}_restored%'`);
    expect(left).toEqual([{ datname: copy }]);
  });

  it('says what to do about an extension that only a superuser may create', async ({ skip }) => {
    const untrusted = `SELECT name FROM pg_available_extension_versions WHERE superuser AND NOT trusted AND requires IS NULL AND name LIKE 'page%'`;
    const [extension] = await rig.admin(untrusted);
    if (extension === undefined) skip('The server has no such extension.');
    const started = await start();
    await started.shop.sql('CREATE EXTENSION pageinspect');
    const backup = await backUp(started);
    const restored = approved(started, { backup });
    await expect(restored).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/needs the extension "pageinspect", which the writer may not create\. The copy was removed/),
      hint: expect.stringMatching(/pg_restore as a superuser.*drop it in the live database/),
      details: { status: 'failed', cause: { reason: 'extension_privilege', extension: 'pageinspect' } },
    });
    expect(await rig.admin(`SELECT datname FROM pg_database WHERE datname LIKE '${started.shop.name}_restored%'`)).toEqual([]);
  });

  it.each([
    ['copy', 'lineclear plan restored', /use it/],
    ['copy', 'lineclear plan restoring', /never verified.*drop it/],
    ['copy', undefined, /never verified.*drop it/],
    ['before', undefined, /was the live database.*rename it/],
    ['before', 'lineclear plan restored', /was the live database.*rename it/],
  ] as const)(
    'says what the database is that has the name of the %s already, with the comment %s',
    async (kind, comment, hint) => {
      const started = await start();
      const backup = await backUp(started);
      const name = copyNames({ live: started.shop.name, backup })[kind];
      await rig.admin(`CREATE DATABASE ${name}`);
      if (comment !== undefined) await rig.admin(`COMMENT ON DATABASE ${name} IS '${comment}'`);
      await expect(started.callTool('db_restore', { ...shop, backup, replace: true })).rejects.toMatchObject({
        code: 'conflict',
        hint: expect.stringMatching(hint),
        details: { reason: 'copy_exists', name },
      });
    },
  );

  it('reads copies of this database only', async () => {
    const started = await start();
    const call = started.callTool('db_integrity', { ...shop, copy: 'other_restored_1' });
    await expect(call).rejects.toMatchObject({ code: 'not_found', details: { reason: 'no_copy' } });
  });
});
