import * as z from 'zod';
import type { ReadSession } from '../../client/read-session.ts';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, page, untrusted, withTotal } from '../../listing.ts';
import { hideValues } from '../../sql/hide-values.ts';
import { quoteIdentifier } from '../../sql/quote.ts';

const statement = z.object({
  query: z.string().describe('Without the values in it.'),
  user: z.string().nullable(),
  calls: z.int(),
  total_ms: z.number(),
  mean_ms: z.number(),
  max_ms: z.number(),
  rows: z.int(),
  cache_hit_percent: z.number().nullable(),
});

const orders = { total: 's.total_exec_time', mean: 's.mean_exec_time', calls: 's.calls' } as const;

export const dbSlowQueries = database.read({
  name: 'db_slow_queries',
  title: 'Slow statements',
  toolset: 'databases',
  description:
    'Show the statements that took the most time, as pg_stat_statements knows them; without it, those that run now. Use db_missing_indexes next.',
  input: z.strictObject({
    database: databaseName,
    order: z.enum(['total', 'mean', 'calls']).default('total').describe('What counts most.'),
    min_ms: z.int().min(0).default(0).describe('Only statements that take at least so long on average, or run so long.'),
    limit: listLimit(15),
  }),
  output: z.object({
    untrusted,
    source: z.enum(['pg_stat_statements', 'running']),
    unsupported: z.string().nullable().describe('What is missing, and why.'),
    statements: z.array(statement),
    left_out: z.int(),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async (session) => {
        const view = await findView(session);
        const text = view === undefined ? listRunning : listCollected({ view, order: orders[input.order] });
        const found = await session.rows({
          text,
          values: [input.min_ms, input.limit],
          schema: statement.extend(withTotal.shape),
        });
        const { items, leftOut } = page(found);
        return {
          untrusted: true as const,
          source: view === undefined ? ('running' as const) : ('pg_stat_statements' as const),
          unsupported: view === undefined ? missing : null,
          statements: items.map((one) => ({ ...one, query: hideValues({ sql: one.query }) })),
          left_out: leftOut,
        };
      },
    }),
});

const missing =
  'What ran before is not known: pg_stat_statements is not installed here. It needs shared_preload_libraries and CREATE EXTENSION.';

/** The view of the extension itself, wherever it was installed; one of the same name that somebody made is not taken for it. */
const findView = async ({ row }: ReadSession): Promise<string | undefined> => {
  const found = await row({ text: lookForView, schema: z.object({ schema: z.string() }) });
  return found && `${quoteIdentifier(found.schema)}.pg_stat_statements`;
};

const lookForView = `
  SELECT n.nspname AS schema FROM pg_extension e
  JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
    AND d.classid = 'pg_class'::regclass
  JOIN pg_class c ON c.oid = d.objid AND c.relname = 'pg_stat_statements' AND c.relkind = 'v'
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE e.extname = 'pg_stat_statements' AND current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%'`;

const listCollected = ({ view, order }: { view: string; order: string }): string => `
  SELECT left(s.query, 4000) AS query, pg_get_userbyid(s.userid) AS "user", s.calls, s.rows,
    s.total_exec_time AS total_ms, s.mean_exec_time AS mean_ms, s.max_exec_time AS max_ms,
    round((100.0 * s.shared_blks_hit / nullif(s.shared_blks_hit + s.shared_blks_read, 0))::numeric, 1)::float8 AS cache_hit_percent,
    count(*) OVER () AS total
  FROM ${view} s WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) AND s.mean_exec_time >= $1
  ORDER BY ${order} DESC, s.queryid LIMIT $2`;

const listRunning = `
  SELECT * FROM (
    SELECT left(a.query, 4000) AS query, a.usename AS "user", 1 AS calls, 0 AS rows, ran AS total_ms, ran AS mean_ms, ran AS max_ms,
      NULL::float8 AS cache_hit_percent, count(*) OVER () AS total
    FROM pg_stat_activity a, LATERAL (SELECT (extract(epoch FROM clock_timestamp() - a.query_start) * 1000)::float8 AS ran) t
    WHERE a.datname = current_database() AND a.state = 'active' AND a.pid <> pg_backend_pid() AND ran >= $1
  ) running ORDER BY total_ms DESC LIMIT $2`;
