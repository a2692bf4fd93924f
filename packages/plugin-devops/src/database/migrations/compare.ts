import { LineclearError } from '@lineclear/core/plugin';
import type { LedgerRow } from './ledger.ts';
import { compareVersions, type Migration, type MigrationFile } from './migration-files.ts';

export type MigrationState = 'applied' | 'changed' | 'pending' | 'unfinished' | 'missing';

/** A migration of the folder, of the ledger, or of both. */
export interface Compared {
  readonly version: string;
  readonly state: MigrationState;
  readonly migration: Migration | undefined;
  readonly row: LedgerRow | undefined;
}

/** What is in the folder against what was done, in the order of the versions. */
export const compare = ({
  migrations,
  ledger,
}: {
  migrations: readonly Migration[];
  ledger: readonly LedgerRow[];
}): readonly Compared[] => {
  const versions = new Set([...migrations, ...ledger].map(({ version }) => version));
  return [...versions].toSorted(compareVersions).flatMap((version): readonly Compared[] => {
    const migration = migrations.find((one) => one.version === version);
    const row = ledger.find((one) => one.version === version);
    const state = stateOf({ migration, row });
    return state === undefined ? [] : [{ version, state, migration, row }];
  });
};

const stateOf = ({
  migration,
  row,
}: {
  migration: Migration | undefined;
  row: LedgerRow | undefined;
}): MigrationState | undefined => {
  if (row?.state === 'started') return 'unfinished';
  if (row?.state !== 'applied') return migration === undefined ? undefined : 'pending';
  if (migration === undefined) return 'missing';
  return migration.up.sha256 === row.sha256 ? 'applied' : 'changed';
};

export interface Step {
  readonly version: string;
  readonly file: MigrationFile;
}

export type Direction = 'up' | 'down';

/** The files to run, in their order. `to` is the last version that is applied afterwards. */
export const stepsTo = ({
  compared,
  direction,
  to,
}: {
  compared: readonly Compared[];
  direction: Direction;
  to: string | undefined;
}): readonly Step[] => {
  if (direction === 'up') {
    return compared
      .filter(({ version, state }) => state === 'pending' && (to === undefined || compareVersions(version, to) <= 0))
      .flatMap(({ version, migration }) => (migration === undefined ? [] : [{ version, file: migration.up }]));
  }
  return compared
    .filter(({ version, row }) => row?.state === 'applied' && to !== undefined && compareVersions(version, to) > 0)
    .toReversed()
    .map(({ version, migration }) => {
      if (migration?.down !== undefined) return { version, file: migration.down };
      throw new LineclearError('unsupported', `Migration ${version} has no file that takes it back.`, {
        hint: `Write ${version}_….down.sql, or take it back with a new migration.`,
        details: { reason: 'no_down_file', version },
      });
    });
};
