import * as z from 'zod';
import { tableCount } from '../contents/table-counts.ts';

/** The name of a backup: its database, the second in which it was made, and the beginning of the plan that made it. */
export const backupId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}-\d{8}T\d{6}Z-[a-z0-9]{8}$/, 'a name of db_backups')
  .describe('An id of db_backups.');

/** What is written beside a backup, once it is whole. */
export const manifest = z.object({
  format: z.literal('lineclear-backup-1'),
  id: backupId,
  /** The name in the settings. */
  database: z.string(),
  server: z.object({ database: z.string(), version: z.string(), encoding: z.string(), collate: z.string(), ctype: z.string() }),
  made_at: z.iso.datetime(),
  plan: z.string(),
  size_bytes: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** How many things the table of contents names. */
  entries: z.int(),
  tables: z.array(tableCount),
  tables_left_out: z.int(),
});
export type Manifest = z.output<typeof manifest>;

/** The id of a backup that a plan makes now. */
export const newBackupId = ({ database, at, plan }: { database: string; at: Date; plan: string }): string =>
  `${database}-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${plan
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(-8)
    .padStart(8, '0')}`;

/** The time of a backup as it stands in names of databases, such as 20261122_022518. */
export const stampOf = (id: string): string => {
  const [, day = '', time = ''] = /-(\d{8})T(\d{6})Z-[a-z0-9]{8}$/.exec(id) ?? [];
  return `${day}_${time}`;
};
