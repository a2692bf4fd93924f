import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { explain, sqlstateOf } from '../client/explain.ts';
import type { WriteSession } from '../client/write-session.ts';
import type { Direction, Step } from './compare.ts';
import { forgetting, noting } from './ledger.ts';

/** Runs the files one after the other; each is done with its row in the ledger, or not at all. Stops at the first that fails. */
export const runSteps = async ({
  session,
  steps,
  direction,
  database,
  plan,
  done,
}: {
  session: WriteSession;
  steps: readonly Step[];
  direction: Direction;
  database: string;
  plan: string;
  /** Told of each file that is done. */
  done: (step: Step) => void;
}): Promise<void> => {
  const state = direction === 'up' ? 'applied' : 'reverted';
  for (const step of steps) {
    const note = { version: step.version, file: step.file.file, sha256: step.file.sha256, plan };
    // What a file before it set for the session is not meant for this one.
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    await session.run('RESET SESSION AUTHORIZATION; RESET ALL');
    try {
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      await (step.file.script.isTransaction ? inTransaction : alone)({ session, step, note: { ...note, state } });
    } catch (error) {
      throw failed({ error, step, database });
    }
    done(step);
  }
};

type Run = (call: { session: WriteSession; step: Step; note: Parameters<typeof noting>[0] }) => Promise<void>;

const inTransaction: Run = ({ session, step, note }) =>
  session.transaction(async () => {
    const before = await transactionId(session);
    await session.run(step.file.script.text);
    // Whatever ended the transaction in the middle, such as words that were not understood here: without the row it is not counted as done.
    if ((await transactionId(session)) !== before) {
      throw new LineclearError(
        'upstream_error',
        `${step.file.file} ended the transaction that it ran in: a part of it is done.`,
        {
          hint: 'Look at what it did, and finish or undo it by hand.',
          details: { reason: 'transaction_ended', file: step.file.file },
          effect: 'unknown',
        },
      );
    }
    await session.run(...noting(note));
  });

const transactionId = async (session: WriteSession): Promise<string> => {
  const text = 'SELECT pg_catalog.txid_current()::pg_catalog.text AS id';
  return (await session.row({ text, schema: z.object({ id: z.string() }) }))?.id ?? '';
};

/** The row says that it began before it begins, so that nothing that was done stays unknown. */
const alone: Run = async ({ session, step, note }) => {
  await session.alone(...noting({ ...note, state: 'started' }));
  try {
    await session.alone(step.file.script.text);
  } catch (error) {
    if (sqlstateOf(error) !== undefined) await session.alone(...forgetting(note)).catch(() => undefined);
    throw error;
  }
  await session.alone(...noting(note));
};

/** What the server refused, with the place in the file; a connection that broke is explained by the session. */
const failed = ({ error, step: { file }, database }: { error: unknown; step: Step; database: string }): unknown => {
  if (LineclearError.is(error) || sqlstateOf(error) === undefined) return error;
  const { code, hint, details, effect } = explain({ error, database });
  const isKept = file.script.isTransaction ? 'all of it was rolled back' : 'it may have left an invalid index';
  return new LineclearError(code, `${file.file} failed, and ${isKept}.`, {
    hint: code === 'upstream_error' ? 'Correct the file, then preview again. Files before it are applied: see steps_done.' : hint,
    details: { ...details, file: file.file, line: lineOf({ error, text: file.script.text }) },
    effect,
    cause: error,
  });
};

const lineOf = ({ error, text }: { error: unknown; text: string }): number | undefined => {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  return Number.isInteger(position)
    ? [...text].slice(0, position - 1).filter((character) => character === '\n').length + 1
    : undefined;
};
