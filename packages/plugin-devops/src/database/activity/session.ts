import * as z from 'zod';
import { hideValues } from '../sql/hide-values.ts';

/** A session of a client, as `pg_stat_activity` knows it. What the role may not see is null. */
export const session = z.object({
  pid: z.int(),
  backend_start: z.string().nullable().describe('With pid, what db_terminate takes.'),
  user: z.string().nullable(),
  application: z.string().nullable(),
  client: z.string().nullable(),
  state: z.string().nullable(),
  state_since: z.string().nullable(),
  transaction_since: z.string().nullable(),
  query_since: z.string().nullable(),
  waits_for: z.string().nullable(),
  query: z.string().describe('Without the values in it.'),
});
export type Session = z.output<typeof session>;

// A statement may have a megabyte; more than this is not needed to know it.
const queryBytes = 4_000;

/** The columns of a session, of `pg_stat_activity a`. */
export const sessionColumns = `
  a.pid, a.backend_start, a.usename AS "user", left(a.application_name, 100) AS application,
  coalesce(host(a.client_addr), CASE WHEN a.client_port = -1 THEN 'socket' END) AS client,
  a.state, a.state_change AS state_since, a.xact_start AS transaction_since, a.query_start AS query_since,
  CASE WHEN a.wait_event IS NOT NULL AND a.state <> 'idle' THEN a.wait_event_type || ': ' || a.wait_event END AS waits_for,
  left(a.query, ${queryBytes}) AS query`;

/** A session to show: the values that people work with are not in it. */
export const showSession = <Row extends Session>(row: Row): Row => ({ ...row, query: hideValues({ sql: row.query }) });
