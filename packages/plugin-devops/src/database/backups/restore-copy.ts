import type { FileHandle } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import { applicationOf, type DatabaseWriter, noWriter } from '../client/database-writer.ts';
import { countForBackup } from '../contents/backup-counts.ts';
import type { TableCount } from '../contents/table-counts.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import { mark } from './copy-names.ts';
import type { Manifest } from './manifest.ts';
import { runPostgresProgram } from './programs.ts';
import { toRestoreError, withCopy } from './restore-error.ts';

interface Restore {
  readonly writer: DatabaseWriter;
  readonly database: string;
  readonly copy: string;
  readonly plan: string;
  readonly signal: AbortSignal;
}

/** Any database but the one that is renamed: nobody can rename the database that they are in. */
export const elsewhere = 'postgres';

/** Makes an empty database that only its owner and the reader reach, and fills it from an open backup. */
export const restoreCopy = async ({
  handle,
  notes,
  ...call
}: Restore & { handle: FileHandle; notes: Manifest }): Promise<void> => {
  const { writer, database, copy, plan, signal } = call;
  const { reader } = writer;
  const settings = reader.settingsOf(database);
  if (settings.writer === undefined) throw noWriter(database);
  const { encoding, collate, ctype } = notes.server;
  const name = quoteIdentifier(copy);
  const locale = `ENCODING ${quoteLiteral(encoding)} LC_COLLATE ${quoteLiteral(collate)} LC_CTYPE ${quoteLiteral(ctype)}`;
  await writer.write({
    database,
    databaseName: elsewhere,
    idempotencyKey: plan,
    signal,
    work: async (session) => {
      await session.alone(`CREATE DATABASE ${name} TEMPLATE template0 ${locale}`);
      await session.alone(`COMMENT ON DATABASE ${name} IS ${quoteLiteral(mark(plan, 'restoring'))}`);
      // A copy of what few may see is not for everybody.
      await session.alone(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
      await session.alone(`GRANT CONNECT ON DATABASE ${name} TO ${quoteIdentifier(settings.reader.user)}`);
    },
  });
  const place = { settings, role: settings.writer, databaseName: copy, applicationName: applicationOf(plan) };
  // The name of the database is read as a whole connection string where it looks like one.
  const target = `--dbname=dbname='${copy.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
  const args = ['--exit-on-error', '--single-transaction', '--no-password', '--no-subscriptions', target];
  const { programs } = reader.settings;
  try {
    await runPostgresProgram({ program: 'pg_restore', programs, args, place, stdin: handle.fd, signal });
  } catch (error) {
    const isDropped = await dropCopy(call).then(
      () => true,
      () => false,
    );
    throw withCopy({ error: toRestoreError(error), copy, isDropped });
  }
};

/** Takes an unfinished copy away again; nothing but this plan knows it. */
const dropCopy = ({ writer, database, copy, plan }: Restore): Promise<void> =>
  writer.write({
    database,
    databaseName: elsewhere,
    idempotencyKey: plan,
    // The deadline of the restore may be why it ended.
    signal: AbortSignal.timeout(20_000),
    work: (session) => session.alone(`DROP DATABASE IF EXISTS ${quoteIdentifier(copy)} WITH (FORCE)`),
  });

/** Says that the copy is whole. */
export const markCopy = ({ writer, database, copy, plan, signal }: Restore): Promise<void> =>
  writer.write({
    database,
    databaseName: elsewhere,
    idempotencyKey: plan,
    signal,
    work: (session) => session.alone(`COMMENT ON DATABASE ${quoteIdentifier(copy)} IS ${quoteLiteral(mark(plan, 'restored'))}`),
  });

/** Counts the rows of the copy as those of the backup were counted; throws where they are others. Yields how many tables agree. */
export const verifyCopy = async ({ writer, database, copy, notes, signal }: Restore & { notes: Manifest }): Promise<number> => {
  const { tables } = await writer.reader.read({
    database,
    databaseName: copy,
    signal,
    work: (session) => countForBackup({ session, timeoutMs: writer.reader.settings.migration_timeout_ms }),
  });
  const found = new Map(tables.map((one) => [one.table, one]));
  const others = notes.tables.filter((one) => differs(one, found.get(one.table))).map(({ table }) => table);
  if (others.length === 0) return notes.tables.filter(({ is_exact: isExact }) => isExact).length;
  throw new LineclearError('upstream_error', `The copy ${copy} has other rows than the backup; it was put nowhere.`, {
    hint: 'Compare both with db_integrity, and drop the copy.',
    details: { reason: 'copy_differs', tables: others.slice(0, 50) },
    effect: 'none',
  });
};

/** What could not be counted then, or cannot now, says nothing. */
const differs = (kept: TableCount, found: TableCount | undefined): boolean => {
  if (found === undefined) return true;
  if (kept.is_exact && found.is_exact && kept.rows !== found.rows) return true;
  return kept.digest !== null && found.digest !== null && kept.digest !== found.digest;
};
