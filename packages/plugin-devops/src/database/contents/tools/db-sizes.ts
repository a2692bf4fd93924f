import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, page, untrusted, withTotal } from '../../listing.ts';
import { ownSchemas } from '../../sql/own-schemas.ts';

const databaseSize = z.object({ database: z.string(), size_bytes: z.number().nullable() });
const table = z.object({
  table: z.string(),
  total_bytes: z.int(),
  table_bytes: z.int(),
  index_bytes: z.int(),
  rows: z.number().nullable().describe('An estimate; null where the table was never analysed.'),
  dead_percent: z.number().nullable().describe('Rows that nobody sees any more, of all: an estimate of the bloat.'),
  vacuumed_at: z.string().nullable(),
  transaction_age: z.int().describe('At 2 billion the server stops.'),
});

export const dbSizes = database.read({
  name: 'db_sizes',
  title: 'Sizes',
  toolset: 'databases',
  description: 'Show how large the databases of a server are, and the largest tables of one, with their indexes and dead rows.',
  input: z.strictObject({ database: databaseName, limit: listLimit(20) }),
  output: z.object({
    untrusted,
    databases: z.array(databaseSize),
    tables: z.array(table),
    left_out: z.int().describe('Tables.'),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async ({ rows }) => {
        const databases = await rows({ text: listDatabases, schema: databaseSize });
        const found = await rows({ text: listTables, values: [input.limit], schema: table.extend(withTotal.shape) });
        const { items, leftOut } = page(found);
        return { untrusted: true as const, databases, tables: items, left_out: leftOut };
      },
    }),
});

const listDatabases = `
  SELECT d.datname AS database, CASE WHEN has_database_privilege(d.oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
    THEN pg_database_size(d.oid) END::float8 AS size_bytes
  FROM pg_database d WHERE NOT d.datistemplate ORDER BY 2 DESC NULLS LAST, 1 LIMIT 50`;

const listTables = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, pg_total_relation_size(c.oid) AS total_bytes,
    pg_table_size(c.oid) AS table_bytes, pg_indexes_size(c.oid) AS index_bytes,
    CASE WHEN c.reltuples >= 0 THEN c.reltuples::float8 END AS rows,
    round(100.0 * s.n_dead_tup / nullif(s.n_live_tup + s.n_dead_tup, 0), 1)::float8 AS dead_percent,
    greatest(s.last_vacuum, s.last_autovacuum) AS vacuumed_at, age(c.relfrozenxid) AS transaction_age, count(*) OVER () AS total
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'm') AND ${ownSchemas}
  ORDER BY 2 DESC, 1 LIMIT $1`;
