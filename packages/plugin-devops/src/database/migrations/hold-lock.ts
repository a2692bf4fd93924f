import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { WriteSession } from '../client/write-session.ts';

/** The advisory lock under which one run of migrations works, whichever process it is of. */
const migrationLock = '7310576188121001';

/**
 * Runs `work` while nobody else migrates this database; throws `conflict` where somebody does. The lock is given back before the answer:
 * that of a session is held until the server has seen its end, which behind a proxy is later than the client's.
 */
export const holdLock = async <Result>({
  session,
  work,
}: {
  session: WriteSession;
  work: () => Promise<Result>;
}): Promise<Result> => {
  const text = 'SELECT pg_catalog.pg_try_advisory_lock($1) AS is_mine';
  const lock = await session.row({ text, values: [migrationLock], schema: z.object({ is_mine: z.boolean() }) });
  if (lock?.is_mine !== true) throw busy();
  try {
    return await work();
  } finally {
    // Where the connection broke, the server does it.
    await session.run('SELECT pg_catalog.pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
  }
};

const busy = (): LineclearError =>
  new LineclearError('conflict', 'Other migrations of this database are running.', {
    hint: 'Wait until they are done, then preview again.',
    details: { reason: 'migration_lock' },
    effect: 'none',
  });
