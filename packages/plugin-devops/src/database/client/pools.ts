import { LineclearError } from '@lineclear/core/plugin';
import type { DatabaseSettings, Settings } from '../settings.ts';
import { explain, isBroken } from './explain.ts';
import { openClient, ownNames } from './pg.ts';
import { inReadTransaction, type ReadSession } from './read-session.ts';
import { type Lent, ReaderPool } from './reader-pool.ts';
import { checkReader } from './role-check.ts';

export interface ReadCall<Result> {
  /** The name in the settings. */
  readonly database: string;
  /** Another database of the same server, such as a restored copy. */
  readonly databaseName?: string | undefined;
  readonly signal: AbortSignal;
  readonly work: (session: ReadSession) => Promise<Result>;
}

interface Place {
  readonly database: string;
  readonly databaseName: string;
}

/** The connections of the readers of a profile. */
export class Pools {
  readonly #settings: Settings;
  readonly #pools = new Map<string, ReaderPool>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** What the settings say of a database; `not_found` where there is none of this name. */
  settingsOf(database: string): DatabaseSettings {
    const { databases } = this.#settings;
    const found = Object.hasOwn(databases, database) ? databases[database] : undefined;
    if (found !== undefined) return found;
    throw new LineclearError('not_found', 'The profile has no database of this name.', {
      hint: 'Use one of the names in details.databases.',
      details: { reason: 'no_database', databases: Object.keys(databases) },
    });
  }

  /** Runs `work` in one read-only transaction. A connection that broke while it was idle is replaced by a new one. */
  async read<Result>({ database, databaseName, signal, work }: ReadCall<Result>): Promise<Result> {
    const pool = this.#pool({ database, databaseName: databaseName ?? this.settingsOf(database).database });
    for (;;) {
      signal.throwIfAborted();
      const lent = await taken({ pool, database, signal });
      // The server notices that the caller has gone, and ends the statement.
      const leave = (): void => void lent.client.end();
      signal.addEventListener('abort', leave, { once: true });
      try {
        if (!lent.wasUsed) await checkReader({ client: lent.client, database });
        const result = await inReadTransaction({ client: lent.client, work });
        pool.give({ client: lent.client, isBroken: signal.aborted });
        return result;
      } catch (error) {
        // A role that may write is looked at again the next time.
        pool.give({ client: lent.client, isBroken: !lent.wasUsed || signal.aborted || isBroken(error) });
        signal.throwIfAborted();
        if (!lent.wasUsed || !isBroken(error)) throw explain({ error, database });
      } finally {
        signal.removeEventListener('abort', leave);
      }
    }
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }

  #pool(place: Place): ReaderPool {
    const key = JSON.stringify(place);
    const pool = this.#pools.get(key) ?? this.#newPool(place);
    this.#pools.set(key, pool);
    return pool;
  }

  #newPool({ database, databaseName }: Place): ReaderPool {
    const { max_connections: max, statement_timeout_ms: statementMs, lock_timeout_ms: lockMs } = this.#settings;
    const settings = this.settingsOf(database);
    const variables = readerVariables({ statementMs, lockMs });
    const place = { settings, role: settings.reader, databaseName, applicationName: 'lineclear', variables };
    return new ReaderPool({ open: () => openClient(place), max });
  }
}

/** What keeps a session of a reader from writing, and from staying. */
const readerVariables = ({ statementMs, lockMs }: { statementMs: number; lockMs: number }) => ({
  ...ownNames,
  default_transaction_read_only: 'on',
  statement_timeout: `${statementMs}`,
  lock_timeout: `${lockMs}`,
  idle_in_transaction_session_timeout: '60000',
  // A policy of a table would run functions of the database; the server refuses instead.
  row_security: 'off',
});

const taken = async ({ pool, database, signal }: { pool: ReaderPool; database: string; signal: AbortSignal }): Promise<Lent> => {
  try {
    return await pool.take(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw explain({ error, database });
  }
};
