import * as z from 'zod';
import { poll } from '../../poll.ts';
import type { DatabaseReader } from '../client/database-reader.ts';
import { applicationOf } from '../client/database-writer.ts';
import type { ReadSession } from '../client/read-session.ts';

/** How long the server may take until it shows what it was told, and notices what it lost. */
export const settling = { timeoutMs: 3_000, firstPauseMs: 50 };

/**
 * Looks at what became of a plan, once the server runs nothing for it any more: a connection that broke is noticed there by and by.
 * `isAtWork` says that it still does after three seconds, so that what is not done may be done yet.
 */
export const whenSettled = async <Result>({
  reader,
  database,
  idempotencyKey,
  signal,
  look,
}: {
  reader: DatabaseReader;
  database: string;
  idempotencyKey: string;
  signal: AbortSignal;
  look: (session: ReadSession) => Promise<Result>;
}): Promise<{ readonly seen: Result; readonly isAtWork: boolean }> => {
  const isAtWork = await poll({
    look: () => reader.read({ database, signal, work: (session) => isStillAtWork(session, idempotencyKey) }),
    isDone: (isThere) => !isThere,
    ...settling,
    signal,
  });
  // A transaction of its own: what was committed before the session went is in its snapshot.
  return { isAtWork, seen: await reader.read({ database, signal, work: look }) };
};

const isStillAtWork = async ({ row }: ReadSession, idempotencyKey: string): Promise<boolean> => {
  const text = 'SELECT count(*) AS sessions FROM pg_stat_activity a WHERE a.application_name = $1';
  const found = await row({ text, values: [applicationOf(idempotencyKey)], schema: z.object({ sessions: z.int() }) });
  return (found?.sessions ?? 0) > 0;
};
