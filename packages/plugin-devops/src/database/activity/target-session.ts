import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { DatabaseReader } from '../client/database-reader.ts';
import { session, sessionColumns } from './session.ts';

const target = session.extend({
  kind: z.string().nullable(),
  is_superuser: z.boolean().nullable(),
  /** Of the whole statement, which another one would change. */
  query_digest: z.string().nullable(),
});

/** A session with all that decides whether it may be ended. */
export type TargetSession = z.output<typeof target>;

/** The session with this pid and this beginning, in this database; undefined where it is gone, whoever has its pid now. */
export const findSession = ({
  reader,
  database,
  pid,
  backendStart,
  signal,
}: {
  reader: DatabaseReader;
  database: string;
  pid: number;
  backendStart: string;
  signal: AbortSignal;
}): Promise<TargetSession | undefined> =>
  reader.read({ database, signal, work: ({ row }) => row({ text: find, values: [pid, backendStart], schema: target }) });

const find = `
  SELECT ${sessionColumns}, a.backend_type AS kind, r.rolsuper AS is_superuser, md5(a.query) AS query_digest
  FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = a.usesysid
  WHERE a.datname = current_database() AND a.pid = $1 AND a.backend_start = $2::timestamptz`;

/** Why a session is not ended from here; undefined where it may be. */
export const refusalFor = (found: TargetSession): LineclearError | undefined => {
  const [text, reason] =
    found.kind !== 'client backend'
      ? ['This is a process of the server itself or a replica, and no session of a client.', 'no_client']
      : found.is_superuser !== false
        ? ['This is a session of a superuser.', 'superuser']
        : found.query_digest === null || found.state === null
          ? ['The reader may not see what this session does.', 'not_visible']
          : [undefined, ''];
  if (text === undefined) return undefined;
  return new LineclearError('forbidden', text, { hint: 'Ask the operator of the server.', details: { reason } });
};

/** That the session is no longer there. */
export const sessionGone = (pid: number): LineclearError =>
  new LineclearError('not_found', `There is no session ${pid} with this beginning in the database.`, {
    hint: 'See db_activity for the sessions that there are.',
    details: { reason: 'no_session' },
    effect: 'none',
  });
