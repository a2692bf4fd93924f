import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, untrusted } from '../../listing.ts';
import { session, sessionColumns, showSession } from '../session.ts';

const wait = session.extend({
  blocked_by: z.array(z.int()).describe('Sessions that it waits for; 0 is a prepared transaction.'),
  lock: z.string().nullable().describe('What it waits for, such as "AccessExclusiveLock on public.orders".'),
});
const blocker = session.extend({ blocks: z.int().describe('How many wait for it, directly.') });

export const dbLocks = database.read({
  name: 'db_locks',
  title: 'Locks of a database',
  toolset: 'databases',
  description:
    'Show which sessions wait for a lock and which sessions hold them up. Use db_terminate to end a session that holds others up.',
  input: z.strictObject({ database: databaseName, limit: listLimit(20) }),
  output: z.object({
    untrusted,
    roots: z.array(blocker).describe('Sessions that others wait for, and that wait for nobody.'),
    waiting: z.array(wait),
    left_out: z.int(),
    deadlocks: z.int().describe('Since the statistics were reset.'),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async ({ row, rows }) => {
        // Two answers of the lock table may differ; who waits is asked once, and the others are looked up.
        const all = await rows({ text: listWaiting, schema: wait });
        const blockedBy = all.flatMap((one) => one.blocked_by);
        const waiting = new Set(all.map(({ pid }) => pid));
        const roots = [...new Set(blockedBy)].filter((pid) => !waiting.has(pid));
        const found = await rows({ text: listBlockers, values: [roots], schema: session });
        const counted = found
          .map((one) => ({ ...showSession(one), blocks: blockedBy.filter((pid) => pid === one.pid).length }))
          .toSorted((one, other) => other.blocks - one.blocks);
        const total = await row({ text: countDeadlocks, schema: z.object({ deadlocks: z.int() }) });
        return {
          untrusted: true as const,
          roots: counted.slice(0, input.limit),
          waiting: all.slice(0, input.limit).map(showSession),
          left_out: Math.max(0, all.length - input.limit) + Math.max(0, counted.length - input.limit),
          deadlocks: total?.deadlocks ?? 0,
        };
      },
    }),
});

const listWaiting = `
  SELECT ${sessionColumns}, to_json(pg_blocking_pids(a.pid)) AS blocked_by,
    (SELECT l.mode || ' on ' || CASE WHEN c.oid IS NULL THEN l.locktype ELSE format('%I.%I', n.nspname, c.relname) END FROM pg_locks l
      LEFT JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE l.pid = a.pid AND NOT l.granted LIMIT 1) AS lock
  FROM pg_stat_activity a
  WHERE a.datname = current_database() AND a.wait_event_type = 'Lock' AND cardinality(pg_blocking_pids(a.pid)) > 0
  ORDER BY a.query_start NULLS LAST, a.pid LIMIT 1000`;

const listBlockers = `SELECT ${sessionColumns} FROM pg_stat_activity a WHERE a.pid = ANY($1::int[]) ORDER BY a.xact_start NULLS LAST`;

const countDeadlocks = 'SELECT d.deadlocks FROM pg_stat_database d WHERE d.datname = current_database()';
