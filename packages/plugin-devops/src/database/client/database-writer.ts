import { LineclearError } from '@lineclear/core/plugin';
import type { DatabaseReader } from './database-reader.ts';
import { explain } from './explain.ts';
import { openClient, ownNames } from './pg.ts';
import { onWriteClient, type WriteSession } from './write-session.ts';

export interface WriteCall<Result> {
  /** The name in the settings. */
  readonly database: string;
  /** Another database of the same server. */
  readonly databaseName?: string;
  /** The id of the plan: the server shows it as the name of the application, so that what is still at work can be found. */
  readonly idempotencyKey: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Runs texts of the operator, which mean the tables that the role finds by itself. */
  readonly runsScripts?: boolean;
  readonly signal: AbortSignal;
  readonly work: (session: WriteSession) => Promise<Result>;
}

/** How the sessions of a plan are named on the server. */
export const applicationOf = (idempotencyKey: string): string => `lineclear ${idempotencyKey}`.slice(0, 63);

/** The role that may write. Every confirmed write has a connection of its own, closed at its end. */
export class DatabaseWriter {
  readonly #reader: DatabaseReader;

  constructor(reader: DatabaseReader) {
    this.#reader = reader;
  }

  get reader(): DatabaseReader {
    return this.#reader;
  }

  async write<Result>(call: WriteCall<Result>): Promise<Result> {
    const { database, databaseName, idempotencyKey, variables, runsScripts = false, signal, work } = call;
    const settings = this.#reader.settingsOf(database);
    const { writer: role } = settings;
    if (role === undefined) throw noWriter(database);
    const place = {
      settings,
      role,
      ...(databaseName !== undefined && { databaseName }),
      applicationName: applicationOf(idempotencyKey),
      variables: {
        ...(runsScripts ? {} : ownNames),
        default_transaction_read_only: 'off',
        idle_in_transaction_session_timeout: '60000',
        ...variables,
      },
    };
    const client = await openClient(place).catch((error: unknown) => {
      throw explain({ error, database });
    });
    return onWriteClient({ client, database, signal, work });
  }
}

/** Why this database cannot be written to. */
export const noWriter = (database: string): LineclearError =>
  new LineclearError('not_configured', `The profile names no writer for ${database}.`, {
    hint: `Ask the operator to set databases.${database}.writer in the profile.`,
    details: { reason: 'no_writer' },
  });
