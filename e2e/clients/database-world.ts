import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { postgresBinary, skipWithout, startPostgres } from '@lineclear/testing';
import { postgresProgram, shopRoles } from '../shop-database.ts';

/** Whether PostgreSQL is installed; where it is not, the app is exercised without its database tools, and under CI not at all. */
export const hasPostgres = !skipWithout(postgresBinary);

/** A real PostgreSQL with a shop in it. */
export interface DatabaseWorld {
  /** What a profile says of it. */
  readonly connections: { readonly database: object };
  /** What the configuration opens beside: a copy is made without a person at a terminal. */
  readonly policy: readonly object[];
}

/** Makes everything as it was: one client after another calls the same tools. The first starts it; `endDatabaseWorld` ends it. */
export const freshDatabaseWorld = async (): Promise<DatabaseWorld> => {
  const started = await (starting ??= start());
  await started.reset();
  return started;
};

/** Ends PostgreSQL, once for a test file. */
export const endDatabaseWorld = async (): Promise<void> => {
  await (await starting)?.close();
  starting = undefined;
};

/** What the shop answers to a question now, one line a row. */
export const inShop = async (sql: string): Promise<string> => (await starting)?.ask(sql) ?? '';

/** A session that has begun something, as db_terminate takes it: another one for every client. */
export const busySession = (): { readonly pid: number; readonly backend_start: string } => busy;

let starting: ReturnType<typeof start> | undefined;
let busy = { pid: 1, backend_start: '2026-01-01T00:00:00.000000Z' };

const run = promisify(execFile);

const shop = `
  SET ROLE shop_writer;
  CREATE TABLE customers (id int PRIMARY KEY, name text);
  CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers);
  INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace');
  INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2);`;

const start = async () => {
  const server = await startPostgres();
  const files = await mkdtemp(join(tmpdir(), 'lineclear-e2e-database-'));
  const folders = { migrations: join(files, 'migrations'), backups: join(files, 'backups') };
  const base = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', server.host, '-p', String(server.port)];
  const ask = async (sql: string, database = 'shop', user = 'postgres'): Promise<string> =>
    (await run(postgresProgram('psql'), [...base, '-U', user, '-d', database, '-c', sql])).stdout.trim();
  await ask(shopRoles, 'postgres');
  let session: ChildProcess | undefined;

  const place = { host: server.host, port: server.port, database: 'shop', tls: { mode: 'off' }, ...folders };
  const own = { ...place, reader: { user: 'shop_reader' }, writer: { user: 'shop_writer' } };
  // The same under another name: a backup that a restore needs is another one than that which a client makes and asks for again.
  const databases = { shop: own, spare: own };
  return {
    connections: {
      database: { databases, programs: { pg_dump: postgresProgram('pg_dump'), pg_restore: postgresProgram('pg_restore') } },
    },
    policy: [{ class: 'restore', target: 'spare', approval: 'model' }],
    ask,
    reset: async () => {
      session?.kill();
      const names = await ask("SELECT datname FROM pg_database WHERE datname LIKE 'shop%'", 'postgres');
      for (const name of names.split('\n').filter(Boolean)) await ask(`DROP DATABASE ${name} WITH (FORCE)`, 'postgres');
      await ask('CREATE DATABASE shop OWNER shop_writer', 'postgres');
      await ask(shop);
      await rm(files, { recursive: true, force: true });
      for (const path of Object.values(folders)) await mkdir(path, { recursive: true });
      await writeFile(join(folders.migrations, '0001_phone.sql'), 'ALTER TABLE customers ADD phone text;\n');
      session = spawn(postgresProgram('psql'), [...base, '-U', 'shop_writer', '-d', 'shop'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      busy = await begin(session);
    },
    close: async () => {
      session?.kill();
      await rm(files, { recursive: true, force: true });
      await server.stop();
    },
  };
};

/** Begins a transaction, and says which session that is. */
const begin = async ({ stdin, stdout }: ChildProcess): Promise<typeof busy> => {
  if (stdin === null || stdout === null) throw new Error('It was started with both.');
  const format = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
  stdin.write(
    `BEGIN; SELECT pid, to_char(backend_start AT TIME ZONE 'UTC', ${format}) FROM pg_stat_activity WHERE pid = pg_backend_pid();\n`,
  );
  for await (const line of createInterface({ input: stdout })) {
    const [pid, backendStart] = line.split('|');
    if (backendStart !== undefined) return { pid: Number(pid), backend_start: backendStart };
  }
  throw new Error('The session ended before it began.');
};
