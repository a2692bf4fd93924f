import * as z from 'zod';
import { sha256OfFile } from '../../digest/sha256.ts';
import type { DatabaseReader } from '../client/database-reader.ts';
import { applicationOf } from '../client/database-writer.ts';
import { countForBackup } from '../contents/backup-counts.ts';
import { writeBackup } from './backup-folder.ts';
import type { Manifest } from './manifest.ts';
import { runPostgresProgram } from './programs.ts';
import { readFacts } from './server-facts.ts';

/** Makes a backup of one moment, counts the rows of the same moment, and looks whether it can be read again. */
export const makeBackup = ({
  reader,
  database,
  id,
  at,
  plan,
  signal,
}: {
  reader: DatabaseReader;
  database: string;
  id: string;
  at: Date;
  plan: string;
  signal: AbortSignal;
}): Promise<Manifest> => {
  const folder = reader.folder({ database, kind: 'backups' });
  const settings = reader.settingsOf(database);
  const { programs } = reader.settings;
  return reader.read({
    database,
    signal,
    work: (session) =>
      writeBackup({
        folder,
        id,
        fill: async (handle) => {
          // This transaction waits for the program, which takes as long as it takes.
          const holding = await session.row({ text: hold, schema: held });
          const facts = await readFacts(session);
          const { tables, leftOut } = await countForBackup({ session, timeoutMs: reader.settings.migration_timeout_ms });
          const place = { settings, role: settings.reader, databaseName: facts.name, applicationName: applicationOf(plan) };
          const args = ['--format=custom', '--no-password', '--lock-wait-timeout=10s', `--snapshot=${holding?.snapshot ?? ''}`];
          await runPostgresProgram({ program: 'pg_dump', programs, args, place, stdout: handle.fd, signal });
          const size = (await handle.stat()).size;
          return {
            format: 'lineclear-backup-1',
            id,
            database,
            server: {
              database: facts.name,
              version: facts.version,
              encoding: facts.encoding,
              collate: facts.collate,
              ctype: facts.ctype,
            },
            made_at: at.toISOString(),
            plan,
            size_bytes: size,
            sha256: await sha256OfFile({ handle, signal }),
            entries: await countEntries({ path: `${folder}/.${id}.dump.part`, programs, signal }),
            tables: [...tables],
            tables_left_out: leftOut,
          };
        },
      }),
  });
};

const held = z.object({ snapshot: z.string() });
const hold = "SELECT pg_export_snapshot() AS snapshot, set_config('idle_in_transaction_session_timeout', '0', true) AS idle";

/** Reads the table of contents as a restore would; a file that is cut short has none. */
const countEntries = async ({
  path,
  programs,
  signal,
}: {
  path: string;
  programs: DatabaseReader['settings']['programs'];
  signal: AbortSignal;
}): Promise<number> => {
  const listed = await runPostgresProgram({ program: 'pg_restore', programs, args: ['--list', '--', path], signal });
  return listed.split('\n').filter((line) => /^\d+;/.test(line)).length;
};
