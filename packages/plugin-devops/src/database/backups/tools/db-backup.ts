import { statfs } from 'node:fs/promises';
import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listBackups, readManifest } from '../backup-folder.ts';
import { makeBackup } from '../make-backup.ts';
import { backupId, type Manifest, newBackupId } from '../manifest.ts';
import { checkPrograms } from '../program-check.ts';
import { readFacts } from '../server-facts.ts';

const output = z.object({
  backup: backupId,
  size_bytes: z.int(),
  sha256: z.string(),
  entries: z.int().describe('Things that pg_restore found in it.'),
  tables: z.int(),
  rows: z.number().describe('Of the tables that were counted.'),
});

export const dbBackup = database.write({
  name: 'db_backup',
  title: 'Back up a database',
  toolset: 'database-changes',
  risk: 'additive',
  description:
    'Write a backup of a database into the folder of the profile, with its digest and row counts. Use db_restore to read it again.',
  input: z.strictObject({ database: databaseName }),
  output,
  deadlineMs: 3_600_000,
  classify: ({ input }) => ({ class: 'backup', target: input.database }),
  preview: async ({ input, reader, profile, signal }) => {
    const { database: name } = input;
    const folder = reader.folder({ database: name, kind: 'backups' });
    const facts = await reader.read({ database: name, signal, work: readFacts });
    const { programs } = reader.settings;
    const wanted = ['pg_dump', 'pg_restore'] as const;
    const versions = await checkPrograms({ wanted, programs, serverVersion: facts.version_number, signal });
    const kept = await listBackups({ folder, database: name });
    const space = await statfs(folder);
    const free = space.bavail * space.bsize;
    return {
      description: `Back up ${name} (${profile.name}, ${profile.tier}), ${facts.size_bytes} bytes on the server, into ${folder}.`,
      // Another database under the same name is another decision; what is written to it meanwhile is not.
      guard: { oid: facts.oid, name: facts.name },
      before: { backups: kept.length, newest: kept[0] ?? null },
      warnings: free < facts.size_bytes ? [`The folder has ${free} bytes left, which may not do.`] : [],
      details: {
        database: name,
        tier: profile.tier,
        folder,
        programs: versions,
        reversible: true,
        undo: 'Delete the two files of the backup.',
      },
    };
  },
  execute: async ({ input, writer, clock, idempotencyKey, signal }) => {
    const at = new Date(clock.now());
    const id = newBackupId({ database: input.database, at, plan: idempotencyKey });
    const { reader } = writer;
    return shown(await makeBackup({ reader, database: input.database, id, at, plan: idempotencyKey, signal }));
  },
  reconcile: async ({ input, reader, idempotencyKey }) => {
    const folder = reader.folder({ database: input.database, kind: 'backups' });
    for (const id of await listBackups({ folder, database: input.database })) {
      // oxlint-disable-next-line no-await-in-loop -- the newest is the likely one
      const made = await readManifest({ folder, id });
      if (made?.plan === idempotencyKey) return { result: shown(made) };
    }
    // The manifest comes last: without it there is no backup.
    return 'failed';
  },
});

const shown = ({ id, size_bytes, sha256, entries, tables }: Manifest): z.output<typeof output> => ({
  backup: id,
  size_bytes,
  sha256,
  entries,
  tables: tables.length,
  rows: tables.reduce((sum, table) => sum + (table.is_exact ? (table.rows ?? 0) : 0), 0),
});
