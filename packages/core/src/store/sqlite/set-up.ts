import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type Trouble, unavailable } from './errors.ts';
import { applicationId, migrations } from './schema.ts';
import { bytes, integer, text } from './values.ts';

/** What a file says about itself, once it is set up. */
export interface StoreIdentity {
  readonly id: string;
  readonly key: Uint8Array;
  /** Why this program may only read the file. */
  readonly readOnlyBecause: Trouble | undefined;
}

/**
 * Brings an open file up to date, or makes a new one. Throws SQLite's busy error while another process does the same, so that the
 * caller tries again; whoever comes second finds the work done.
 */
export const setUp = ({
  database,
  path,
  readOnly,
}: {
  database: DatabaseSync;
  path: string;
  readOnly: boolean;
}): StoreIdentity => {
  // The file may have been edited: its schema must not call functions with side effects.
  database.exec('PRAGMA trusted_schema = OFF');
  const found = inspect({ database, path });
  if (found.version > migrations.length) return identify({ database, readOnlyBecause: 'newer' });
  if (readOnly) {
    if (found.version < migrations.length) throw unavailable({ trouble: found.isEmpty ? 'missing' : 'older', path });
    return identify({ database, readOnlyBecause: 'opened_read_only' });
  }
  if (pragma({ database, name: 'journal_mode = WAL' }) !== 'wal') throw unavailable({ trouble: 'no_wal', path });
  database.exec('PRAGMA synchronous = FULL');
  if (found.version < migrations.length) migrate({ database, path });
  return identify({ database, readOnlyBecause: undefined });
};

const inspect = ({ database, path }: { database: DatabaseSync; path: string }): { version: number; isEmpty: boolean } => {
  const version = integer(pragma({ database, name: 'user_version' }));
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isEmpty && pragma({ database, name: 'application_id' }) !== applicationId) throw unavailable({ trouble: 'foreign', path });
  return { version, isEmpty };
};

const migrate = ({ database, path }: { database: DatabaseSync; path: string }): void => {
  database.exec('BEGIN IMMEDIATE');
  try {
    // Read again under the lock: another process may have been first.
    const { version } = inspect({ database, path });
    for (const step of migrations.slice(version)) database.exec(step);
    if (version < migrations.length) {
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
      database.prepare('INSERT OR IGNORE INTO store (one, id, key) VALUES (1, ?, ?)').run(randomUUID(), randomBytes(32));
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

const identify = ({
  database,
  readOnlyBecause,
}: {
  database: DatabaseSync;
  readOnlyBecause: Trouble | undefined;
}): StoreIdentity => {
  const row = database.prepare('SELECT id, key FROM store').get();
  return { id: text(row?.['id']), key: bytes(row?.['key']), readOnlyBecause };
};

const pragma = ({ database, name }: { database: DatabaseSync; name: string }): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
