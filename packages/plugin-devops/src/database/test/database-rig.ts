import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyTool, JsonObject, Plugin } from '@lineclear/core/plugin';
import { definePlugin } from '@lineclear/core/plugin';
import { postgresBinary, secretMarker, startPlugin, type StartOptions, startPostgres } from '@lineclear/testing';
import type pg from 'pg';
import Client from 'pg/lib/client.js';
import { onTestFinished } from 'vitest';
import database from '../index.ts';
import { openGate, type PostgresGate } from './postgres-gate.ts';
import { roles, seed } from './seed.ts';

/** One server for a test file, and databases of their own for its tests. */
export interface DatabaseRig {
  readonly port: number;
  /** Asks as the superuser; rows are as the library yields them. */
  readonly admin: (sql: string, databaseName?: string) => Promise<Record<string, unknown>[]>;
  /** A new database with the shop in it, folders, and a gate in front of the server. */
  readonly fresh: () => Promise<FreshDatabase>;
  readonly close: () => Promise<void>;
}

export interface FreshDatabase {
  /** The name on the server; tools call it `shop`. */
  readonly name: string;
  readonly gate: PostgresGate;
  readonly folders: { readonly migrations: string; readonly backups: string };
  /** Settings of the connection; `change` replaces some of those of the database, `more` some of the others. */
  readonly connections: (change?: JsonObject, more?: JsonObject) => { readonly database: JsonObject };
  readonly sql: (sql: string) => Promise<Record<string, unknown>[]>;
  /** The sessions that `session` opened. */
  readonly sessions: readonly pg.Client[];
  /** A session that stays open until the test ends. */
  readonly session: (user?: string) => Promise<pg.Client>;
  /** Somebody drops the database, and makes another one of the same name. */
  readonly makeAnew: () => Promise<void>;
  /** Writes a file of migrations. */
  readonly migration: (name: string, sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const startRig = async ({ settings = {} }: { settings?: Readonly<Record<string, string>> } = {}): Promise<DatabaseRig> => {
  const server = await startPostgres({ settings });
  const { port } = server;
  const admin: DatabaseRig['admin'] = async (sql, databaseName = 'postgres') => {
    const client = await connected({ port, databaseName, user: 'postgres' });
    try {
      const answer: unknown = await client.query(sql);
      return rowsOf(answer);
    } finally {
      await client.end();
    }
  };
  await admin(roles);
  await admin('CREATE DATABASE seed OWNER lineclear_writer');
  await admin(`SET ROLE lineclear_writer; ${seed}`, 'seed');
  let made = 0;
  return {
    port,
    admin,
    fresh: async () => {
      made += 1;
      const name = `shop${made}`;
      const make = `CREATE DATABASE ${name} TEMPLATE seed OWNER lineclear_writer`;
      await admin(make);
      const makeAnew = async (): Promise<void> => {
        await admin(`DROP DATABASE ${name} WITH (FORCE)`);
        await admin(make);
      };
      return openFresh({ name, port, admin, makeAnew });
    },
    close: () => server.stop(),
  };
};

const openFresh = async ({
  name,
  port,
  admin,
  makeAnew,
}: Pick<DatabaseRig, 'port' | 'admin'> & Pick<FreshDatabase, 'name' | 'makeAnew'>): Promise<FreshDatabase> => {
  const gate = await openGate({ target: port });
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-database-'));
  const folders = { migrations: join(folder, 'migrations'), backups: join(folder, 'backups') };
  for (const path of Object.values(folders)) await mkdir(path);
  const sessions: pg.Client[] = [];
  return {
    name,
    gate,
    folders,
    connections: (change = {}, more = {}) => ({
      database: {
        databases: {
          shop: {
            host: '127.0.0.1',
            port: gate.port,
            database: name,
            reader: { user: 'lineclear_reader', password: secretMarker },
            writer: { user: 'lineclear_writer', password: secretMarker },
            tls: { mode: 'off' },
            ...folders,
            ...change,
          },
        },
        programs,
        ...more,
      },
    }),
    sql: (sql) => admin(sql, name),
    sessions,
    makeAnew,
    session: async (user = 'lineclear_writer') => {
      const client = await connected({ port, databaseName: name, user });
      sessions.push(client);
      return client;
    },
    migration: (file, sql) => writeFile(join(folders.migrations, file), sql),
    close: async () => {
      await Promise.all(sessions.map((session) => session.end()));
      await gate.close();
      await rm(folder, { recursive: true });
    },
  };
};

// Those of the server: the wrapper that Debian puts on PATH looks at every cluster of the machine first.
const folder = postgresBinary.folders?.find((path) => existsSync(join(path, 'pg_dump'))) ?? '';
const programs = { pg_dump: join(folder, 'pg_dump'), pg_restore: join(folder, 'pg_restore') };

/** Tools in front of a database of their own, in a profile of tier development. */
export const startTools = async ({
  rig,
  tools,
  change,
  more,
  connections,
  ...options
}: {
  rig: DatabaseRig;
  tools?: readonly AnyTool[];
  change?: JsonObject;
  more?: JsonObject;
} & Partial<Omit<StartOptions, 'plugin'>>) => {
  const shop = await rig.fresh();
  const started = await startPlugin({
    plugin: tools === undefined ? database : pluginOf(tools),
    connections: connections ?? shop.connections(change, more),
    ...options,
  });
  onTestFinished(async () => {
    await started.close();
    await shop.close();
  });
  return { ...started, shop };
};

const pluginOf = (tools: readonly AnyTool[]): Plugin =>
  definePlugin({
    id: 'database',
    title: 'Databases',
    version: '1.0.0',
    toolsets: database.toolsets,
    policy: database.policy ?? [],
    tools,
  });

const connected = async ({
  port,
  databaseName,
  user,
}: {
  port: number;
  databaseName: string;
  user: string;
}): Promise<pg.Client> => {
  const client = new Client({ host: '127.0.0.1', port, database: databaseName, user });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const rowsOf = (answer: unknown): Record<string, unknown>[] => {
  const last: unknown = Array.isArray(answer) ? answer.at(-1) : answer;
  return typeof last === 'object' && last !== null && 'rows' in last && Array.isArray(last.rows) ? last.rows : [];
};
