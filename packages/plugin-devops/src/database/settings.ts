import { secret } from '@lineclear/core/plugin';
import * as z from 'zod';

const role = z.strictObject({
  user: z.string().min(1).describe('A role that can log in.'),
  password: secret().optional().describe('Its password. Absent where the server asks for none.'),
});

const database = z.strictObject({
  host: z.string().min(1).describe('A host name or address, or the folder of a socket such as /run/postgresql.'),
  port: z.int().min(1).max(65_535).default(5432).describe('The port of the server.'),
  database: z.string().min(1).max(63).describe('The name of the database on the server.'),
  reader: role.describe('A role that can write nothing: reads, previews and backups use it, and refuse one that can write.'),
  writer: role.optional().describe('The role of confirmed writes. Absent: nothing here is written but backups.'),
  tls: z
    .strictObject({
      mode: z.enum(['verify', 'off']).default('verify').describe('off sends passwords and rows as they are.'),
      ca: z.string().min(1).optional().describe('A file with the certificates to trust. Absent: those that Node.js knows.'),
    })
    .default({ mode: 'verify' })
    .describe('How the connection is protected.'),
  migrations: z.string().min(1).optional().describe('The folder of the migrations, with files such as 0001_add_users.sql.'),
  backups: z.string().min(1).optional().describe('The folder on this machine where backups are kept.'),
});

const milliseconds = ({ least, most, standard }: { least: number; most: number; standard: number }) =>
  z.int().min(least).max(most).default(standard);

/** What a profile says about its databases. */
export const settings = z.strictObject({
  databases: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'use a-z, 0-9, _ and -'), database)
    .refine((databases) => Object.keys(databases).length > 0, 'name at least one database')
    .describe('The Postgres databases, by the names that tools use.'),
  programs: z
    .strictObject({
      pg_dump: z.string().min(1).default('pg_dump').describe('The program that backs up: a name on PATH, or a path.'),
      pg_restore: z.string().min(1).default('pg_restore').describe('The program that restores.'),
    })
    .prefault({})
    .describe('Programs of PostgreSQL, of the version of the server or newer.'),
  max_connections: z.int().min(1).max(20).default(3).describe('The most connections that reads of one database use.'),
  statement_timeout_ms: milliseconds({ least: 100, most: 600_000, standard: 10_000 }).describe(
    'The longest one statement of a read may take.',
  ),
  lock_timeout_ms: milliseconds({ least: 50, most: 60_000, standard: 2_000 }).describe(
    'The longest a read or a migration waits for a lock, while others wait behind it.',
  ),
  migration_timeout_ms: milliseconds({ least: 1_000, most: 3_600_000, standard: 300_000 }).describe(
    'The longest one statement of a migration may take.',
  ),
});

export type Settings = z.output<typeof settings>;
export type DatabaseSettings = z.output<typeof database>;
export type RoleSettings = z.output<typeof role>;
