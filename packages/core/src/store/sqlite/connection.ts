import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { unavailable } from './errors.ts';
import { assertSameFile, type FileIdentity } from './files.ts';
import { whenFree } from './patience.ts';

/** An open database file. Every use checks first that the file is still the one that was opened. */
export class Connection {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #identity: FileIdentity;
  /** Keyed by text. The texts are few: their variable parts are lists of columns. */
  readonly #statements = new Map<string, StatementSync>();

  constructor({ path, database, identity }: { path: string; database: DatabaseSync; identity: FileIdentity }) {
    this.path = path;
    this.#database = database;
    this.#identity = identity;
  }

  /** The prepared statement of this text, made once. */
  statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  /** Reads. Rejects with `audit_unavailable`. */
  read<Value>(work: () => Value): Promise<Value> {
    return whenFree({
      path: this.path,
      attempt: () => {
        this.#assertUsable();
        return work();
      },
    });
  }

  /** Runs `work` as one transaction that holds the write lock from its first read on; throws what `work` or SQLite throws. */
  transaction<Value>(work: () => Value): Value {
    this.#assertUsable();
    this.statement('BEGIN IMMEDIATE').run();
    try {
      const value = work();
      this.statement('COMMIT').run();
      return value;
    } catch (error) {
      // Some errors, a full disk for one, have rolled back already.
      if (this.#database.isTransaction) this.statement('ROLLBACK').run();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #assertUsable(): void {
    if (!this.#database.isOpen) throw unavailable({ trouble: 'closed', path: this.path });
    assertSameFile({ path: this.path, identity: this.#identity });
  }
}
