import { readFile } from 'node:fs/promises';
import { Secret } from '@lineclear/core/plugin';
import type pg from 'pg';
import type { DatabaseSettings, RoleSettings } from '../settings.ts';

/** Loads the library with its first use: a host starts without it. Its pool, and what goes with it, stays unloaded. */
export const openClient = async (place: Place): Promise<pg.Client> => {
  const { default: Client } = await import('pg/lib/client.js');
  const client = new Client(await clientConfig(place));
  // A connection that breaks between two statements is noticed by the second.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

export interface Place {
  readonly settings: DatabaseSettings;
  readonly role: RoleSettings;
  /** The name on the server, where it is another one than the settings name. */
  readonly databaseName?: string;
  readonly applicationName: string;
  /** Server variables from the first moment on, such as `{ statement_timeout: '10000' }`. */
  readonly variables: Readonly<Record<string, string>>;
}

const clientConfig = async ({ settings, role, databaseName, applicationName, variables }: Place): Promise<pg.ClientConfig> => ({
  host: settings.host,
  port: settings.port,
  database: databaseName ?? settings.database,
  user: role.user,
  // Never what the environment or a file of the account holds for somebody else.
  password: () => (Secret.is(role.password) ? role.password.reveal() : ''),
  ssl: await tlsOf(settings),
  application_name: applicationName,
  connectionTimeoutMillis: connectTimeoutMs,
  keepAlive: true,
  options: Object.entries({ ...everySession, ...variables })
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, String.raw`\$&`)}`)
    .join(' '),
  types: { getTypeParser },
});

const connectTimeoutMs = 10_000;

/** Names and operators mean those of the server, whatever somebody put into a schema that stands before them. */
export const ownNames = { search_path: 'pg_catalog,pg_temp' };

const everySession = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
};

const tlsOf = async ({ tls, host }: DatabaseSettings): Promise<pg.ClientConfig['ssl']> => {
  if (tls.mode === 'off' || host.startsWith('/')) return false;
  const ca = tls.ca === undefined ? undefined : await readFile(tls.ca, 'utf8');
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca }) };
};

const oids = { int8: 20, numeric: 1700, timestamptz: 1184 } as const;

/** Numbers as numbers, and times as ISO 8601 with the microseconds that the server knows. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number) => {
  if (oid === oids.int8 || oid === oids.numeric) return Number;
  if (oid === oids.timestamptz) return (text: string) => text.replace(' ', 'T').replace(/\+00$/, 'Z');
  return parsers[oid] ?? String;
};

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  21: Number,
  23: Number,
  26: Number,
  114: JSON.parse,
  700: Number,
  701: Number,
  3802: JSON.parse,
};
