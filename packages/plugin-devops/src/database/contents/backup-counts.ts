import * as z from 'zod';
import type { ReadSession } from '../client/read-session.ts';
import { countTables } from './table-counts.ts';

/** Counts as a backup and its copy are held against each other: of the same tables, each for as long as `timeoutMs` at most. */
export const countForBackup = async ({ session, timeoutMs }: { session: ReadSession; timeoutMs: number }) => {
  // Until the end of this transaction: whole tables take longer than a read of a caller may.
  await session.row({ text: raiseTimeout, values: [String(timeoutMs)], schema: z.object({ statement: z.string() }) });
  return countTables({ session, rowLimit: 5_000_000, digestUpTo: 100_000, limit: 2_000 });
};

const raiseTimeout = "SELECT set_config('statement_timeout', $1, true) AS statement";
