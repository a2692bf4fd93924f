import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { startPostgres } from '@lineclear/testing';
import { postgresProgram, shopRoles } from '../../shop-database.ts';

const run = promisify(execFile);

const shop = `
  SET ROLE shop_writer;
  CREATE TABLE customers (id int PRIMARY KEY, name text);
  CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers, cents int);
  INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 200) n;
  INSERT INTO orders SELECT n, 1 + n % 200, n * 5 FROM generate_series(1, 5000) n;`;

const reports = `
  CREATE EXTENSION pg_stat_statements;
  SET ROLE shop_writer;
  CREATE TABLE sales AS SELECT n AS day, n * 7 AS cents FROM generate_series(1, 2500) n;
  SELECT sum(a.cents * b.cents) FROM sales a, sales b;`;

/** A real PostgreSQL with the database of the shop, and one migration that was not applied yet. */
export const startShopDatabase = async () => {
  const server = await startPostgres({ settings: { shared_preload_libraries: 'pg_stat_statements' } });
  const files = await mkdtemp(join(tmpdir(), 'lineclear-machines-'));
  const [migrations, backups] = [join(files, 'migrations'), join(files, 'backups')];
  for (const path of [migrations, backups]) await mkdir(path);
  await writeFile(join(migrations, '0001_add_phone.sql'), 'ALTER TABLE customers ADD phone text;\n');
  await writeFile(join(migrations, '0001_add_phone.down.sql'), 'ALTER TABLE customers DROP phone;\n');
  const ask = (database: string, ...sql: readonly string[]) => {
    const place = ['-h', '127.0.0.1', '-p', String(server.port), '-U', 'postgres', '-d', database];
    return run(postgresProgram('psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...place, ...sql.flatMap((text) => ['-c', text])]);
  };
  const create = ['shop', 'reports'].map((name) => `CREATE DATABASE ${name} OWNER shop_writer`);
  await ask('postgres', shopRoles, ...create);
  await Promise.all([ask('shop', shop), ask('reports', reports)]);
  // Somebody began something and went away; somebody else waits for it.
  const first = await begin({ port: server.port, sql: 'UPDATE orders SET cents = 0 WHERE id = 1;' });
  const second = await begin({ port: server.port, sql: '' });
  second.ask('UPDATE orders SET cents = 1 WHERE id = 1;');
  const place = { host: '127.0.0.1', port: server.port, tls: { mode: 'off' }, reader: { user: 'shop_reader' } };
  const databases = {
    shop: { ...place, database: 'shop', writer: { user: 'shop_writer' }, migrations, backups },
    reports: { ...place, database: 'reports' },
  };
  return {
    connections: {
      database: { databases, programs: { pg_dump: postgresProgram('pg_dump'), pg_restore: postgresProgram('pg_restore') } },
    },
    names: [
      { shown: '/var/backups/shop', actual: backups },
      { shown: '48211', actual: first.pid },
      { shown: '2026-01-31T08:00:00.000000Z', actual: first.startedAt },
      { shown: '48212', actual: second.pid },
    ],
    close: async () => {
      for (const { child } of [first, second]) child.kill();
      await server.stop();
      await rm(files, { recursive: true, force: true });
    },
  };
};

/** A session in a transaction. */
const begin = async ({ port, sql }: { port: number; sql: string }) => {
  const place = ['-h', '127.0.0.1', '-p', String(port), '-U', 'shop_writer', '-d', 'shop'];
  const child = spawn(postgresProgram('psql'), ['-X', '-q', '-A', '-t', ...place], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ask = (text: string): void => void child.stdin.write(`${text}\n`);
  const startedAt = `to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  ask(`BEGIN; ${sql} SELECT pid, ${startedAt} FROM pg_stat_activity WHERE pid = pg_backend_pid();`);
  return { child, ask, ...(await firstRow(child.stdout)) };
};

const firstRow = async (input: NodeJS.ReadableStream): Promise<{ pid: string; startedAt: string }> => {
  for await (const line of createInterface({ input })) {
    const [pid = '', startedAt = ''] = line.split('|');
    return { pid, startedAt };
  }
  throw new Error('The session ended before it began.');
};
