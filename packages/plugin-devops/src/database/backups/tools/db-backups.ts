import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import { sha256OfFile } from '../../../digest/sha256.ts';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit } from '../../listing.ts';
import { listBackups, openBackup, readManifest } from '../backup-folder.ts';

const backup = z.object({
  backup: z.string(),
  made_at: z.string().nullable(),
  size_bytes: z.int().nullable(),
  tables: z.int().nullable(),
  server_version: z.string().nullable(),
  state: z
    .enum(['listed', 'verified', 'damaged', 'missing', 'unreadable'])
    .describe('damaged: the file is another one than was written. missing: it is gone. unreadable: its notes are.'),
});

export const dbBackups = database.read({
  name: 'db_backups',
  title: 'Backups',
  toolset: 'databases',
  description: 'List the backups of a database in the folder of the profile, the newest first. Use db_backup to make one.',
  input: z.strictObject({
    database: databaseName,
    verify: z.boolean().default(false).describe('Read every file, and hold it against its digest.'),
    limit: listLimit(20),
  }),
  output: z.object({ backups: z.array(backup), left_out: z.int() }),
  deadlineMs: ({ verify }) => (verify ? 600_000 : 30_000),
  classify: ({ input }) => ({ target: input.database }),
  run: async ({ input, reader, signal }) => {
    const folder = reader.folder({ database: input.database, kind: 'backups' });
    const ids = await listBackups({ folder, database: input.database });
    const look = async (id: string): Promise<z.output<typeof backup>> => {
      const [notes, handle] = await Promise.all([readManifest({ folder, id }), openBackup({ folder, id })]);
      try {
        const facts = {
          backup: id,
          made_at: notes?.made_at ?? null,
          size_bytes: notes?.size_bytes ?? null,
          tables: notes?.tables.length ?? null,
          server_version: notes?.server.version ?? null,
        };
        if (notes === undefined) return { ...facts, state: 'unreadable' };
        if (handle === undefined) return { ...facts, state: 'missing' };
        if ((await handle.stat()).size !== notes.size_bytes) return { ...facts, state: 'damaged' };
        if (!input.verify) return { ...facts, state: 'listed' };
        return { ...facts, state: (await sha256OfFile({ handle, signal })) === notes.sha256 ? 'verified' : 'damaged' };
      } finally {
        await handle?.close();
      }
    };
    const backups = await mapConcurrently({ items: ids.slice(0, input.limit), concurrency: 2, run: look });
    return { backups, left_out: Math.max(0, ids.length - input.limit) };
  },
});
