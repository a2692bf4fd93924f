import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { whenSettled } from '../../activity/when-settled.ts';
import type { DatabaseReader } from '../../client/database-reader.ts';
import { noWriter } from '../../client/database-writer.ts';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { compare, type Direction, stepsTo } from '../compare.ts';
import { holdLock } from '../hold-lock.ts';
import { ensureLedger, ledgerDigest, readLedger } from '../ledger.ts';
import { readMigrations } from '../migration-files.ts';
import { refusalOf } from '../refusals.ts';
import { runSteps } from '../run-steps.ts';
import { showSteps, warningsOf } from '../show-steps.ts';
import { counted } from '../../../text/counted.ts';

const output = z.object({
  direction: z.enum(['up', 'down']),
  done: z.array(z.object({ version: z.string(), file: z.string(), sha256: z.string() })),
  not_done: z.array(z.string()).describe('Versions of the plan that did not run.'),
});

export const dbMigrate = database.write({
  name: 'db_migrate',
  title: 'Run migrations',
  toolset: 'database-changes',
  risk: 'destructive',
  description:
    'Apply the pending migrations of the folder in their order, or take applied ones back. Use db_migrations for what there is.',
  input: z
    .strictObject({
      database: databaseName,
      direction: z.enum(['up', 'down']).default('up').describe('down runs the files *.down.sql, newest first.'),
      to: z
        .string()
        .regex(/^\d{1,20}$/)
        .optional()
        .describe('The last version applied afterwards, such as "0004"; "0": none.'),
    })
    .refine(({ direction, to }) => direction === 'up' || to !== undefined, { error: 'down needs it', path: ['to'] }),
  output,
  deadlineMs: 3_600_000,
  classify: ({ input }) => ({ class: 'migrate', target: input.database }),
  preview: async ({ input, reader, profile, signal }) => {
    const writer = writerOf({ reader, database: input.database });
    const { compared, steps, guard } = await plan({ reader, ...input, writer, signal });
    const changed = compared.filter(({ state }) => state === 'changed').map(({ version }) => version);
    const newest = compared.findLast(({ row }) => row?.state === 'applied')?.version;
    const late = steps.filter(({ version }) => newest !== undefined && BigInt(version) < BigInt(newest));
    const hasUndo = input.direction === 'up' && steps.every((step) => hasDown({ compared, version: step.version }));
    const refusal = refusalOf({ compared, steps });
    const verb = input.direction === 'up' ? 'Apply' : 'Take back';
    return {
      description: `${verb} ${counted(steps.length, 'migration')} of ${input.database} (${profile.name}, ${profile.tier}): ${steps.map(({ file }) => file.file).join(', ')}.`,
      guard,
      before: { applied: compared.filter(({ row }) => row?.state === 'applied').length, newest: newest ?? null },
      changes: steps.map(({ file }) => `${file.file} (sha256 ${file.sha256.slice(0, 12)})`),
      warnings: [
        ...changed.map((version) => `The file of ${version} was changed after it was applied.`),
        ...(input.direction === 'up' ? late.map(({ version }) => `${version} is older than ${newest}, which is applied.`) : []),
        ...warningsOf(steps),
      ],
      details: {
        database: input.database,
        tier: profile.tier,
        direction: input.direction,
        to: input.to ?? null,
        lock_timeout_ms: reader.settings.lock_timeout_ms,
        statement_timeout_ms: reader.settings.migration_timeout_ms,
        reversible: hasUndo,
        undo: hasUndo ? `db_migrate with direction down and to ${newest ?? '0'}; rows that were lost do not come back.` : null,
        files: showSteps(steps),
      },
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey, step, signal }) => {
    const { reader } = writer;
    const { lock_timeout_ms: lockMs, migration_timeout_ms: statementMs } = reader.settings;
    const role = writerOf({ reader, database: input.database });
    const { steps, guard: now } = await plan({ reader, ...input, writer: role, signal });
    const done: (typeof guard.steps)[number][] = [];
    await writer.write({
      database: input.database,
      idempotencyKey,
      runsScripts: true,
      variables: { lock_timeout: `${lockMs}`, statement_timeout: `${statementMs}`, idle_in_transaction_session_timeout: '0' },
      signal,
      work: (session) =>
        holdLock({
          session,
          work: async () => {
            // Between the last look and the lock somebody may have migrated.
            const isSame =
              isSameList(now.steps, guard.steps) && ledgerDigest(await readLedger(session, { writer: role })) === guard.ledger;
            if (!isSame) throw moved();
            await ensureLedger({ session, reader: reader.settingsOf(input.database).reader.user, writer: role });
            await runSteps({
              session,
              steps,
              direction: input.direction,
              database: input.database,
              plan: idempotencyKey,
              done: ({ version, file: { file, sha256 } }) => {
                done.push({ version, file, sha256 });
                step(file);
              },
            });
          },
        }),
    });
    return { direction: input.direction, done, not_done: [] };
  },
  verify: async ({ input, reader, signal }) => {
    const { compared } = await plan({ reader, ...input, writer: writerOf({ reader, database: input.database }), signal });
    return { pending: compared.filter(({ state }) => state === 'pending').length };
  },
  reconcile: async ({ input, reader, guard, idempotencyKey, signal }) => {
    const { seen, isAtWork } = await whenSettled({
      reader,
      database: input.database,
      idempotencyKey,
      signal,
      look: (session) => readLedger(session),
    });
    const rows = seen.filter((row) => row.plan === idempotencyKey);
    if (rows.some(({ state }) => state === 'started')) return 'unknown';
    const versions = new Set(rows.map(({ version }) => version));
    const done = guard.steps.filter(({ version }) => versions.has(version));
    // What is not there yet may come.
    if (isAtWork && done.length < guard.steps.length) return 'unknown';
    if (done.length === 0) return 'failed';
    const left = guard.steps.filter(({ version }) => !versions.has(version));
    return { result: { direction: input.direction, done, not_done: left.map(({ version }) => version) } };
  },
});

const writerOf = ({ reader, database: name }: { reader: DatabaseReader; database: string }): string => {
  const { writer } = reader.settingsOf(name);
  if (writer === undefined) throw noWriter(name);
  return writer.user;
};

/** What would run now, and the state in which that is so. */
const plan = async ({
  reader,
  database: name,
  direction,
  to,
  writer,
  signal,
}: {
  reader: DatabaseReader;
  database: string;
  direction: Direction;
  to?: string | undefined;
  writer: string;
  signal: AbortSignal;
}) => {
  const migrations = await readMigrations(reader.folder({ database: name, kind: 'migrations' }));
  const ledger = await reader.read({ database: name, signal, work: (session) => readLedger(session, { writer }) });
  const compared = compare({ migrations, ledger });
  const steps = stepsTo({ compared, direction, to });
  const shown = steps.map(({ version, file: { file, sha256 } }) => ({ version, file, sha256 }));
  return { compared, steps, guard: { ledger: ledgerDigest(ledger), steps: shown } };
};

type Named = { readonly version: string; readonly file: string; readonly sha256: string };

const isSameList = (one: readonly Named[], other: readonly Named[]): boolean =>
  one.length === other.length && one.every(({ file, sha256 }, at) => file === other[at]?.file && sha256 === other[at].sha256);

const hasDown = ({ compared, version }: { compared: ReturnType<typeof compare>; version: string }): boolean =>
  compared.find((one) => one.version === version)?.migration?.down !== undefined;

const moved = (): LineclearError =>
  new LineclearError('conflict', 'Migrations were applied or changed meanwhile.', {
    details: { reason: 'moved' },
    effect: 'none',
  });
