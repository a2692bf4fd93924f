import * as z from 'zod';
import type { ReadSession } from '../client/read-session.ts';
import { ownSchemas } from '../sql/own-schemas.ts';
import { quoteIdentifier } from '../sql/quote.ts';

export const constraint = z.object({
  table: z.string(),
  constraint: z.string(),
  kind: z.enum(['foreign_key', 'check', 'other']),
  orphans: z.number().nullable().describe('Rows that refer to nothing; null where they cannot be counted safely.'),
});

export const sequence = z.object({ sequence: z.string(), last: z.number(), most: z.number(), used_percent: z.number() });

/** Indexes that a failed CREATE INDEX CONCURRENTLY left, and that no question uses. */
export const invalidIndexes = `
  SELECT format('%I.%I', n.nspname, c.relname) AS index FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT (i.indisvalid AND i.indisready) AND ${ownSchemas} ORDER BY 1 LIMIT 100`;

/** Sequences that have given away more than $1 percent of their numbers. */
export const fullSequences = `
  SELECT format('%I.%I', n.schemaname, n.sequencename) AS sequence, n.last_value::float8 AS last, n.max_value::float8 AS most,
    round(100.0 * (n.last_value::numeric - n.min_value) / nullif(n.max_value::numeric - n.min_value, 0), 1)::float8 AS used_percent
  FROM pg_sequences n WHERE n.last_value IS NOT NULL AND n.increment_by > 0 AND NOT n.cycle
    AND 100.0 * (n.last_value::numeric - n.min_value) >= $1 * (n.max_value::numeric - n.min_value)
  ORDER BY 4 DESC, 1 LIMIT 100`;

/** What the server noticed of damaged pages of this database. */
export const pageChecksums = `
  SELECT current_setting('data_checksums') = 'on' AS is_on, coalesce(d.checksum_failures, 0) AS failures
  FROM pg_stat_database d WHERE d.datname = current_database()`;

/** Constraints that old rows were never held against, with the rows that break them where that can be asked safely. */
export const unvalidated = async ({
  session: { rows, row },
  rowLimit,
}: {
  session: ReadSession;
  rowLimit: number;
}): Promise<readonly z.output<typeof constraint>[]> => {
  const found: z.output<typeof constraint>[] = [];
  for (const { columns, ...one } of await rows({ text: listUnvalidated, schema: unvalidatedRow })) {
    const { table, constraint: name, kind, child, parent } = one;
    const text = columns === null ? undefined : countOrphans({ child, parent, columns });
    // oxlint-disable-next-line no-await-in-loop -- one connection answers one question after the other
    const counted =
      text === undefined ? undefined : await row({ text, values: [rowLimit], schema: z.object({ orphans: z.number() }) });
    found.push({ table, constraint: name, kind, orphans: counted?.orphans ?? null });
  }
  return found;
};

const place = z.object({ schema: z.string(), name: z.string() });
const unvalidatedRow = z.object({
  table: z.string(),
  constraint: z.string(),
  kind: z.enum(['foreign_key', 'check', 'other']),
  child: place,
  parent: place,
  /** Pairs of columns; null where comparing them could run a function of the database, or the rows are not to be seen. */
  columns: z.array(z.object({ own: z.string(), other: z.string() })).nullable(),
});

const listUnvalidated = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, k.conname AS constraint,
    CASE k.contype WHEN 'f' THEN 'foreign_key' WHEN 'c' THEN 'check' ELSE 'other' END AS kind,
    json_build_object('schema', n.nspname, 'name', c.relname) AS child,
    json_build_object('schema', coalesce(pn.nspname, ''), 'name', coalesce(p.relname, '')) AS parent,
    CASE WHEN k.contype = 'f' AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(p.oid, 'SELECT')
      AND NOT c.relrowsecurity AND NOT p.relrowsecurity AND c.relkind = 'r' AND p.relkind = 'r' THEN
      (SELECT CASE WHEN bool_and(a.atttypid = f.atttypid AND t.typtype = 'b' AND t.typnamespace = 'pg_catalog'::regnamespace)
          THEN json_agg(json_build_object('own', a.attname, 'other', f.attname)) END
        FROM unnest(k.conkey, k.confkey) u (own, other)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
        JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = u.other
        JOIN pg_type t ON t.oid = a.atttypid) END AS columns
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class p ON p.oid = k.confrelid LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
  WHERE NOT k.convalidated AND ${ownSchemas} ORDER BY 1, 2 LIMIT 50`;

const countOrphans = ({
  child,
  parent,
  columns,
}: Pick<z.output<typeof unvalidatedRow>, 'child' | 'parent'> & {
  columns: readonly { readonly own: string; readonly other: string }[];
}): string => {
  const [from, to] = [child, parent].map(({ schema, name }) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`);
  const isSet = columns.map(({ own }) => `one.${quoteIdentifier(own)} IS NOT NULL`).join(' AND ');
  const isSame = columns.map(({ own, other }) => `one.${quoteIdentifier(own)} = other.${quoteIdentifier(other)}`).join(' AND ');
  return `SELECT count(*)::float8 AS orphans FROM (SELECT 1 FROM ONLY ${from} AS one WHERE ${isSet}
    AND NOT EXISTS (SELECT 1 FROM ${to} AS other WHERE ${isSame}) LIMIT $1) counted`;
};
