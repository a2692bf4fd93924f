import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, page, untrusted, withTotal } from '../../listing.ts';
import { session, sessionColumns, showSession } from '../session.ts';

const states = { active: 'active', idle: 'idle', in_transaction: 'idle in transaction%' } as const;

export const dbActivity = database.read({
  name: 'db_activity',
  title: 'Sessions of a database',
  toolset: 'databases',
  description: 'Show the sessions of a database, the oldest transaction first. Use db_locks for who waits for whom.',
  input: z.strictObject({
    database: databaseName,
    state: z.enum(['active', 'idle', 'in_transaction']).optional().describe('Only sessions in this state.'),
    limit: listLimit(20),
  }),
  output: z.object({
    untrusted,
    by_state: z.array(z.object({ state: z.string(), sessions: z.int() })),
    sessions: z.array(session),
    left_out: z.int(),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async ({ rows }) => {
        const byState = await rows({ text: countStates, schema: z.object({ state: z.string(), sessions: z.int() }) });
        const values = [input.state === undefined ? '%' : states[input.state], input.limit];
        const { items, leftOut } = page(await rows({ text: listSessions, values, schema: session.extend(withTotal.shape) }));
        return { untrusted: true as const, by_state: byState, sessions: items.map(showSession), left_out: leftOut };
      },
    }),
});

const own = "a.datname = current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()";

const countStates = `
  SELECT coalesce(a.state, 'not visible') AS state, count(*) AS sessions FROM pg_stat_activity a WHERE ${own}
  GROUP BY 1 ORDER BY 2 DESC, 1`;

const listSessions = `
  SELECT ${sessionColumns}, count(*) OVER () AS total
  FROM pg_stat_activity a WHERE ${own} AND coalesce(a.state, '') LIKE $1
  ORDER BY a.xact_start NULLS LAST, a.query_start NULLS LAST, a.pid LIMIT $2`;
