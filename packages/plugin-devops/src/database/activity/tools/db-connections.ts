import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, page, untrusted, withTotal } from '../../listing.ts';

const group = z.object({
  database: z.string().nullable(),
  user: z.string().nullable(),
  application: z.string().nullable(),
  state: z.string().nullable(),
  connections: z.int(),
  longest_s: z.number().nullable().describe('How long the longest has been in this state, in seconds.'),
});

const use = z.object({ most: z.int(), reserved: z.int(), used: z.int() });

export const dbConnections = database.read({
  name: 'db_connections',
  title: 'Connections of a server',
  toolset: 'databases',
  description: 'Show how many of its connections a server has given away, and to whom. Use db_activity for single sessions.',
  input: z.strictObject({ database: databaseName, limit: listLimit(30) }),
  output: z.object({
    untrusted,
    ...use.shape,
    used_percent: z.number(),
    groups: z.array(group),
    left_out: z.int(),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async ({ row, rows }) => {
        const found = await row({ text: countUse, schema: use });
        const all = found ?? { most: 0, reserved: 0, used: 0 };
        const { items, leftOut } = page(
          await rows({ text: listGroups, values: [input.limit], schema: group.extend(withTotal.shape) }),
        );
        const usedPercent = Math.round((1_000 * all.used) / Math.max(1, all.most - all.reserved)) / 10;
        return { untrusted: true as const, ...all, used_percent: usedPercent, groups: items, left_out: leftOut };
      },
    }),
});

const countUse = `
  SELECT current_setting('max_connections')::int AS most, current_setting('superuser_reserved_connections')::int AS reserved,
    (SELECT count(*) FROM pg_stat_activity a WHERE a.backend_type = 'client backend') AS used`;

const listGroups = `
  SELECT a.datname AS database, a.usename AS "user", left(a.application_name, 100) AS application, a.state,
    count(*) AS connections, round(extract(epoch FROM max(now() - a.state_change)))::float8 AS longest_s, count(*) OVER () AS total
  FROM pg_stat_activity a WHERE a.backend_type = 'client backend'
  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4 LIMIT $1`;
