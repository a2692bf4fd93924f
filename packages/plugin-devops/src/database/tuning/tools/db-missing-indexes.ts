import * as z from 'zod';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { listLimit, untrusted } from '../../listing.ts';
import { foreignKeys, repeatedIndexes, scannedTables, unusedIndexes } from '../index-questions.ts';

const scanned = z.object({
  table: z.string(),
  rows: z.number().describe('An estimate.'),
  size_bytes: z.int(),
  full_scans: z.int(),
  rows_read: z.int(),
  index_scans: z.int(),
});
const key = z.object({ table: z.string(), constraint: z.string(), columns: z.array(z.string()), references: z.string() });
const unused = z.object({ index: z.string(), table: z.string(), size_bytes: z.int() });
const repeated = z.object({ table: z.string(), indexes: z.array(z.string()), size_bytes: z.int() });

export const dbMissingIndexes = database.read({
  name: 'db_missing_indexes',
  title: 'Missing and useless indexes',
  toolset: 'databases',
  description:
    'Show large tables that are read from end to end, foreign keys without an index, and indexes that nobody uses or that repeat others.',
  input: z.strictObject({
    database: databaseName,
    min_rows: z.int().min(0).default(10_000).describe('Only scans of tables with at least so many rows.'),
    limit: listLimit(15),
  }),
  output: z.object({
    untrusted,
    counted_since: z.string().nullable().describe('Scans and uses are counted since then; null: since the server was set up.'),
    full_scans: z.array(scanned),
    foreign_keys: z.array(key).describe('Deleting or changing what they refer to reads the whole table.'),
    unused: z.array(unused).describe('Never used on this server; a replica may use them.'),
    repeated: z.array(repeated),
    left_out: z.int().describe('Lists that have more than is shown.'),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      signal,
      work: async ({ row, rows }) => {
        const since = await row({ text: statisticsSince, schema: z.object({ since: z.string().nullable() }) });
        // One more than is shown tells whether there are more.
        const most = input.limit + 1;
        const scans = await rows({ text: scannedTables, values: [input.min_rows, most], schema: scanned });
        const keys = await rows({ text: foreignKeys, values: [most], schema: key });
        const idle = await rows({ text: unusedIndexes, values: [most], schema: unused });
        const twice = await rows({ text: repeatedIndexes, values: [most], schema: repeated });
        return {
          untrusted: true as const,
          counted_since: since?.since ?? null,
          full_scans: scans.slice(0, input.limit),
          foreign_keys: keys.slice(0, input.limit),
          unused: idle.slice(0, input.limit),
          repeated: twice.slice(0, input.limit),
          left_out: [scans, keys, idle, twice].filter((list) => list.length > input.limit).length,
        };
      },
    }),
});

const statisticsSince = 'SELECT d.stats_reset AS since FROM pg_stat_database d WHERE d.datname = current_database()';
