import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { sha256OfFile } from '../../../digest/sha256.ts';
import { whenSettled } from '../../activity/when-settled.ts';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { openBackup } from '../backup-folder.ts';
import { mark } from '../copy-names.ts';
import { databasesThere } from '../databases-there.ts';
import { backupId } from '../manifest.ts';
import { noBackup } from '../missing-backup.ts';
import { planRestore } from '../plan-restore.ts';
import { checkPrograms } from '../program-check.ts';
import { markCopy, restoreCopy, verifyCopy } from '../restore-copy.ts';
import { swap } from '../swap.ts';

const output = z.object({
  database: z.string().describe('Where the rows of the backup are now, on the server.'),
  kept: z.string().nullable().describe('The name that the live database has now.'),
  tables_verified: z.int().nullable().describe('Tables with as many rows as the backup; null: the answer was lost.'),
});

export const dbRestore = database.write({
  name: 'db_restore',
  title: 'Restore a backup',
  toolset: 'database-changes',
  risk: 'destructive',
  description:
    'Restore a backup of db_backups into a new database beside the live one, and count its rows. With replace, the copy takes the place of the live database, which is kept.',
  input: z.strictObject({
    database: databaseName,
    backup: backupId,
    replace: z.boolean().default(false).describe('true ends all sessions and puts the copy in place of the live database.'),
  }),
  output,
  deadlineMs: 3_600_000,
  classify: ({ input }) => ({
    class: 'restore',
    target: input.database,
    ...(input.replace ? {} : { risk: 'additive' as const }),
  }),
  preview: async ({ input: { database: name, backup, replace }, reader, profile, signal }) => {
    const plan = await planRestore({ reader, database: name, backup, replace, signal });
    const { notes, live, names, serverVersion, isSuperuser, refusal } = plan;
    const { programs } = reader.settings;
    const versions = await checkPrograms({ wanted: ['pg_restore'], programs, serverVersion, signal });
    const where = replace
      ? `in the place of the live database, which becomes ${names.before}`
      : `into the new database ${names.copy}`;
    return {
      description: `Restore the backup ${backup} of ${name} (${profile.name}, ${profile.tier}) ${where}.`,
      guard: { sha256: notes.sha256, live_oid: live.oid, copy: names.copy, before: replace ? names.before : null },
      before: { live: live.name, sessions: live.sessions },
      changes: replace
        ? [`${names.copy} is made and verified`, `${live.name} becomes ${names.before}`, `${names.copy} becomes ${live.name}`]
        : [`${names.copy} is made and verified`],
      warnings: [
        ...(isSuperuser
          ? ['The writer is a superuser: functions that anybody put into the database run with all rights while it is restored.']
          : []),
        ...(replace
          ? [
              `What was written to ${live.name} after ${notes.made_at} is not in the copy.`,
              `${live.sessions} sessions of ${live.name} are ended; their transactions are lost.`,
              'Statistics are gathered anew: run ANALYZE afterwards.',
            ]
          : ['Only the owner and the reader may connect to the copy.']),
      ],
      ...(replace ? { approval: 'human' as const } : {}),
      details: {
        database: name,
        tier: profile.tier,
        backup,
        replace,
        made_at: notes.made_at,
        sha256: notes.sha256,
        size_bytes: notes.size_bytes,
        tables: notes.tables.length,
        server_version: notes.server.version,
        programs: versions,
        reversible: true,
        undo: replace
          ? `Rename ${live.name} away and ${names.before} back; what was written since is lost then.`
          : `DROP DATABASE ${names.copy}`,
      },
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input: { database: name, backup, replace }, writer, guard, idempotencyKey: plan, step, signal }) => {
    const { reader } = writer;
    const { notes, names, live } = await planRestore({ reader, database: name, backup, replace, signal });
    const handle = await openBackup({ folder: reader.folder({ database: name, kind: 'backups' }), id: backup });
    if (handle === undefined) throw noBackup(backup);
    try {
      // What is read here is what is restored: the file stays open.
      if (notes.sha256 !== guard.sha256 || (await sha256OfFile({ handle, signal })) !== guard.sha256) throw damaged(backup);
      const call = { writer, database: name, copy: names.copy, plan, notes, signal };
      await restoreCopy({ ...call, handle });
      step(`restored ${names.copy}`);
      const verified = await verifyCopy(call);
      await markCopy(call);
      step(`verified ${names.copy}`);
      if (!replace) return { database: names.copy, kept: null, tables_verified: verified };
      await swap({ writer, database: name, live: live.name, copy: names.copy, before: names.before, plan, signal });
      step(`${names.copy} became ${live.name}`);
      return { database: live.name, kept: names.before, tables_verified: verified };
    } finally {
      await handle.close();
    }
  },
  verify: async ({ input, reader, output: { database: name, kept }, signal }) => {
    const { writer } = reader.settingsOf(input.database);
    const names = [name, ...(kept === null ? [] : [kept])];
    const there = await reader.read({
      database: input.database,
      signal,
      work: (session) => databasesThere({ session, names, writer: writer?.user ?? '' }),
    });
    return { databases: [...there.keys()].toSorted() };
  },
  reconcile: async ({ input, reader, guard, idempotencyKey, signal }) => {
    const { writer, database: live } = reader.settingsOf(input.database);
    const names = [live, guard.copy];
    const { seen: there, isAtWork } = await whenSettled({
      reader,
      database: input.database,
      idempotencyKey,
      signal,
      look: (session) => databasesThere({ session, names, writer: writer?.user ?? '' }),
    });
    if (there.get(live)?.comment === mark(idempotencyKey, 'in place')) {
      return { result: { database: live, kept: guard.before, tables_verified: null } };
    }
    const isCopied = there.get(guard.copy)?.comment === mark(idempotencyKey, 'restored');
    if (isCopied && !input.replace) return { result: { database: guard.copy, kept: null, tables_verified: null } };
    if (isAtWork) return 'unknown';
    // The live database is as it was. A copy that stays is not whole, or was not put in place.
    return 'failed';
  },
});

const damaged = (id: string): LineclearError =>
  new LineclearError('conflict', `The file of ${id} is not the one that was written.`, {
    hint: 'Restore another backup: see db_backups with verify.',
    details: { reason: 'damaged' },
    effect: 'none',
  });
