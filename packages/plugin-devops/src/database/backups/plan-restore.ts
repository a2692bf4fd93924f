import { LineclearError } from '@lineclear/core/plugin';
import type { DatabaseReader } from '../client/database-reader.ts';
import { noWriter } from '../client/database-writer.ts';
import { readManifest } from './backup-folder.ts';
import { copyNames } from './copy-names.ts';
import { databasesThere, type DatabaseThere, rightsOf } from './databases-there.ts';
import type { Manifest } from './manifest.ts';
import { noBackup } from './missing-backup.ts';
import { readFacts } from './server-facts.ts';

export interface RestorePlan {
  readonly notes: Manifest;
  readonly live: DatabaseThere;
  readonly names: ReturnType<typeof copyNames>;
  readonly serverVersion: number;
  /** What the functions of the backup may do while it is restored. */
  readonly isSuperuser: boolean;
  /** Why it cannot be done as things are. */
  readonly refusal: LineclearError | undefined;
}

/** What restoring a backup would do now. */
export const planRestore = async ({
  reader,
  database,
  backup,
  replace,
  signal,
}: {
  reader: DatabaseReader;
  database: string;
  backup: string;
  replace: boolean;
  signal: AbortSignal;
}): Promise<RestorePlan> => {
  const { writer, database: liveName } = reader.settingsOf(database);
  if (writer === undefined) throw noWriter(database);
  const folder = reader.folder({ database, kind: 'backups' });
  const notes = await readManifest({ folder, id: backup });
  if (notes === undefined || notes.database !== database) throw noBackup(backup);
  const names = copyNames({ live: liveName, backup });
  const seen = await reader.read({
    database,
    signal,
    work: async (session) => ({
      facts: await readFacts(session),
      there: await databasesThere({ session, names: [liveName, names.copy, names.before], writer: writer.user }),
      rights: await rightsOf({ session, writer: writer.user }),
    }),
  });
  const live = seen.there.get(liveName);
  if (live === undefined) throw new Error('A database that answers is there.');
  if (seen.facts.locale_provider !== 'c') throw otherLocale();
  const taken = [names.copy, ...(replace ? [names.before] : [])].flatMap((name) => seen.there.get(name) ?? [])[0];
  const refusal =
    taken === undefined
      ? lackOf({ mayMake: seen.rights.mayCreate, owns: !replace || live.is_owned, user: writer.user })
      : nameTaken({ taken, before: names.before });
  return { notes, live, names, serverVersion: seen.facts.version_number, isSuperuser: seen.rights.isSuperuser, refusal };
};

/** A copy that compares texts in another way would have other rows in its unique indexes and partitions. */
const otherLocale = (): LineclearError =>
  new LineclearError('unsupported', 'Databases whose texts are not compared by the C library are not restored from here.', {
    hint: 'Make the database with its locale provider by hand, and restore into it with pg_restore.',
    details: { reason: 'locale_provider' },
    effect: 'none',
  });

const nameTaken = ({ taken: { name, comment }, before }: { taken: DatabaseThere; before: string }): LineclearError =>
  new LineclearError('conflict', `The server has a database ${name} already.`, {
    hint: whoseCopy({ isBefore: name === before, isRestored: comment?.endsWith(' restored') === true }),
    details: { reason: 'copy_exists', name },
  });

const whoseCopy = ({ isBefore, isRestored }: { isBefore: boolean; isRestored: boolean }): string => {
  // First, because a copy that was put in place by hand has the comment of a copy.
  if (isBefore) return 'It was the live database until an earlier restore took its place: ask the operator to rename it.';
  if (isRestored) return 'It is from an earlier restore of this backup: use it, or ask the operator to drop it.';
  return 'It was never verified as a copy of this backup: where no restore is at work, ask the operator to drop it.';
};

const lackOf = ({ mayMake, owns, user }: { mayMake: boolean; owns: boolean; user: string }): LineclearError | undefined => {
  const lacks = [
    ...(mayMake ? [] : [`ALTER ROLE "${user}" CREATEDB`]),
    ...(owns ? [] : ['make the writer the owner of the database']),
  ];
  if (lacks.length === 0) return undefined;
  return new LineclearError('forbidden', 'The writer may not do this on the server.', {
    hint: `Ask the operator: ${lacks.join('; ')}.`,
    details: { reason: 'privilege' },
  });
};
