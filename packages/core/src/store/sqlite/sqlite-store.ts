import { join } from 'node:path';
import type { Store } from '../store.ts';
import { Connection } from './connection.ts';
import { toUnavailable, unavailable } from './errors.ts';
import { readHead } from './events.ts';
import { type FileIdentity, identityOf, prepareFile } from './files.ts';
import { whenFree } from './patience.ts';
import { createSqlitePlans } from './plans.ts';
import { queryEvents } from './query-events.ts';
import { setUp, type StoreIdentity } from './set-up.ts';
import { createSqliteState } from './state.ts';
import { WriteQueue } from './write-queue.ts';

/** `folder` belongs to the store alone: it is made and kept closed to other users, and the file in it is `lineclear.db`. */
export type SqliteStoreOptions = { readonly readOnly?: boolean } & ({ readonly path: string } | { readonly folder: string });

/**
 * Opens the SQLite file that any number of processes on one machine share, or makes it. Everything written is synced to the disk before
 * a method resolves. A file of a newer version is opened for reading only. Rejects with `audit_unavailable`, naming the file: a damaged
 * file is never replaced.
 */
export const sqliteStore = async (options: SqliteStoreOptions): Promise<Store> => {
  const path = 'path' in options ? options.path : join(options.folder, 'lineclear.db');
  const { connection, identity } = await openConnection({
    path,
    ownsFolder: 'folder' in options,
    readOnly: options.readOnly ?? false,
  });
  const writes = new WriteQueue({ connection, readOnlyBecause: identity.readOnlyBecause });
  return {
    location: path,
    id: identity.id,
    key: identity.key,
    append: async (drafts) => (drafts.length === 0 ? [] : writes.append(drafts)),
    head: () => connection.read(() => readHead(connection)),
    events: (query) => queryEvents({ connection, query }),
    ...createSqlitePlans({ connection, writes }),
    ...createSqliteState({ connection, writes }),
    close: async () => {
      await writes.drain();
      connection.close();
    },
  };
};

const openConnection = async ({
  path,
  ownsFolder,
  readOnly,
}: {
  path: string;
  ownsFolder: boolean;
  readOnly: boolean;
}): Promise<{ connection: Connection; identity: StoreIdentity }> => {
  try {
    if (!readOnly) await prepareFile({ path, ownsFolder });
    // Loaded here, so that programs that keep their store elsewhere do not pay for it.
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path, { readOnly, timeout: 0 });
    try {
      const identity = await whenFree({ path, attempt: () => setUp({ database, path, readOnly }) });
      return { connection: new Connection({ path, database, identity: fileAt(path) }), identity };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw toUnavailable({ error, path });
  }
};

const fileAt = (path: string): FileIdentity => {
  const identity = identityOf(path);
  if (identity === undefined) throw unavailable({ trouble: 'missing', path });
  return identity;
};
