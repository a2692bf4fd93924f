import type { Ledger } from '../ledger/ledger.ts';

/** So many of the caller's newest tasks are compared, if they are not older than this. */
const mostTasks = 50;
const recentMs = 3_600_000;

/**
 * The warning that the caller started the same task with the same arguments not long ago, or undefined. Whoever never saw the answer of a
 * start begins with a new preview, and that would be a second task.
 */
export const startedAlike = async ({
  ledger,
  principal,
  digest,
  nowMs,
}: {
  ledger: Pick<Ledger, 'of'>;
  principal: string;
  digest: string;
  nowMs: number;
}): Promise<string | undefined> => {
  const newest = await ledger.of({ principal, limit: mostTasks });
  const alike = newest.find(
    ({ entry }) => entry.digest === digest && entry.state !== 'not_sent' && Math.abs(nowMs - entry.at) < recentMs,
  );
  if (alike === undefined) return undefined;
  return `You started the same task at ${new Date(alike.entry.at).toISOString()} (${alike.taskId}); this one would be a second. If you did not get its answer, follow it with get_task_status instead.`;
};
