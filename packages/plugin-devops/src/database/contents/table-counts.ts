import * as z from 'zod';
import { sha256Hex } from '../../digest/sha256.ts';
import type { ReadSession } from '../client/read-session.ts';
import { ownSchemas } from '../sql/own-schemas.ts';
import { quoteIdentifier } from '../sql/quote.ts';

export const tableCount = z.object({
  table: z.string(),
  rows: z.number().nullable().describe('Null where they were not counted.'),
  is_exact: z.boolean().describe('False: an estimate.'),
  digest: z.string().nullable().describe('Equal for equal rows in any order.'),
  skipped: z.enum(['no_privilege', 'row_security', 'too_large']).nullable(),
});
export type TableCount = z.output<typeof tableCount>;

const found = z.object({
  schema: z.string(),
  name: z.string(),
  shown: z.string(),
  estimate: z.number(),
  skipped: z.enum(['no_privilege', 'row_security']).nullable(),
});

/**
 * How many rows every table has, in the order of their names, and what stands in them. A table with more rows than `rowLimit` is
 * estimated. Partitions count for themselves; views and foreign tables are left alone, because asking them runs somebody's code.
 */
export const countTables = async ({
  session: { rows, row },
  rowLimit,
  digestUpTo = -1,
  only,
  limit,
}: {
  session: ReadSession;
  rowLimit: number;
  /** Tables with at most so many rows get a digest; none where it is absent. */
  digestUpTo?: number;
  /** Names as they are shown; all tables where there are none. */
  only?: readonly string[];
  limit: number;
}): Promise<{ readonly tables: readonly TableCount[]; readonly leftOut: number }> => {
  const all = await rows({ text: listTables, schema: found });
  const wanted = only === undefined || only.length === 0 ? all : all.filter(({ shown }) => only.includes(shown));
  const tables: TableCount[] = [];
  for (const { schema, name, shown, estimate, skipped } of wanted.slice(0, limit)) {
    const known = { table: shown, rows: estimate < 0 ? null : estimate, is_exact: false, digest: null, skipped };
    if (skipped !== null) {
      tables.push(known);
      continue;
    }
    const from = `ONLY ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
    // oxlint-disable-next-line no-await-in-loop -- one connection answers one question after the other
    const counted = await row({ text: count(from), values: [rowLimit + 1], schema: z.object({ rows: z.number() }) });
    if (counted === undefined || counted.rows > rowLimit) {
      tables.push({ ...known, skipped: 'too_large' });
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- the same connection
    const lines =
      counted.rows <= digestUpTo ? await row({ text: digest(from), schema: z.object({ digest: z.string() }) }) : undefined;
    tables.push({ table: shown, rows: counted.rows, is_exact: true, digest: lines?.digest ?? null, skipped: null });
  }
  return { tables, leftOut: wanted.length - tables.length };
};

/** One digest for all tables; undefined where one of them has none, because then two of them do not say the same. */
export const digestOf = (tables: readonly TableCount[]): string | undefined => {
  if (tables.some((one) => one.digest === null)) return undefined;
  const lines = tables.map((one) => JSON.stringify([one.table, one.rows, one.digest]));
  return sha256Hex(lines.join('\n'));
};

const listTables = `
  SELECT n.nspname AS schema, c.relname AS name, format('%I.%I', n.nspname, c.relname) AS shown, c.reltuples::float8 AS estimate,
    CASE WHEN NOT has_table_privilege(c.oid, 'SELECT') THEN 'no_privilege'
      WHEN c.relrowsecurity THEN 'row_security' END AS skipped
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${ownSchemas} ORDER BY 1, 2`;

const count = (from: string): string => `SELECT count(*)::float8 AS rows FROM (SELECT 1 FROM ${from} LIMIT $1) counted`;

// record_out by its name: a cast of a row to text may be a function of the database.
const digest = (from: string): string => `
  SELECT md5(coalesce(string_agg(line, '' ORDER BY line COLLATE "C"), '')) AS digest
  FROM (SELECT md5(textin(record_out(one.*))) AS line FROM ${from} AS one) lines`;
