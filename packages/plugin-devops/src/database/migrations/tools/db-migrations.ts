import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, untrusted } from '../../listing.ts';
import { compare } from '../compare.ts';
import { readLedger } from '../ledger.ts';
import { readMigrations } from '../migration-files.ts';

const migration = z.object({
  version: z.string(),
  file: z.string(),
  state: z
    .enum(['applied', 'changed', 'pending', 'unfinished', 'missing'])
    .describe(
      'changed: the file is another one than was applied. unfinished: it began and nobody knows. missing: its file is gone.',
    ),
  applied_at: z.string().nullable(),
  sha256: z.string(),
  can_go_down: z.boolean(),
  problems: z.array(z.string()),
});

export const dbMigrations = database.read({
  name: 'db_migrations',
  title: 'Migrations',
  toolset: 'databases',
  description:
    'Show which migrations of the folder are applied, pending or changed since, the newest first. Use db_migrate to apply them.',
  input: z.strictObject({
    database: databaseName,
    state: z.enum(['applied', 'changed', 'pending', 'unfinished', 'missing']).optional().describe('Only these.'),
    limit: listLimit(30),
  }),
  output: z.object({ untrusted, pending: z.int(), migrations: z.array(migration), left_out: z.int() }),
  classify: ({ input }) => ({ target: input.database }),
  run: async ({ input, reader, signal }) => {
    const migrations = await readMigrations(reader.folder({ database: input.database, kind: 'migrations' }));
    const ledger = await reader.read({ database: input.database, signal, work: (session) => readLedger(session) });
    const all = compare({ migrations, ledger });
    const wanted = all.filter(({ state }) => input.state === undefined || state === input.state).toReversed();
    return {
      untrusted: true as const,
      pending: all.filter(({ state }) => state === 'pending').length,
      migrations: wanted.slice(0, input.limit).map(({ version, state, migration: known, row }) => ({
        version,
        file: known?.up.file ?? row?.file ?? '',
        state,
        applied_at: row?.state === 'applied' ? row.changed_at : null,
        sha256: known?.up.sha256 ?? row?.sha256 ?? '',
        can_go_down: known?.down !== undefined,
        problems: state === 'pending' ? [...(known?.up.script.problems ?? [])] : [],
      })),
      left_out: Math.max(0, wanted.length - input.limit),
    };
  },
});
