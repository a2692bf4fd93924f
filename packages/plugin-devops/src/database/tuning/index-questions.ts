import { ownSchemas } from '../sql/own-schemas.ts';

/** Tables with at least $1 rows that are read from end to end more often than by an index. */
export const scannedTables = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, greatest(c.reltuples, s.n_live_tup)::float8 AS rows,
    pg_relation_size(c.oid) AS size_bytes, s.seq_scan AS full_scans, s.seq_tup_read AS rows_read,
    coalesce(s.idx_scan, 0) AS index_scans
  FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE greatest(c.reltuples, s.n_live_tup) >= $1 AND s.seq_scan > coalesce(s.idx_scan, 0)
  ORDER BY s.seq_tup_read DESC, 1 LIMIT $2`;

/** Foreign keys whose columns are not the first ones of any index that covers all rows. */
export const foreignKeys = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, k.conname AS constraint,
    (SELECT json_agg(a.attname ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u (attnum, place)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum) AS columns,
    format('%I.%I', pn.nspname, p.relname) AS references
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
  WHERE k.contype = 'f' AND k.conparentid = 0 AND ${ownSchemas} AND NOT EXISTS (
    SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
      AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
  ORDER BY pg_relation_size(c.oid) DESC, 1, 2 LIMIT $1`;

/** Indexes that no question used, and that keep nothing unique. */
export const unusedIndexes = `
  SELECT format('%I.%I', n.nspname, c.relname) AS index, format('%I.%I', n.nspname, t.relname) AS table,
    pg_relation_size(c.oid) AS size_bytes
  FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
  JOIN pg_class c ON c.oid = s.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = i.indrelid
  WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisexclusion
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
  ORDER BY 3 DESC, 1 LIMIT $1`;

/** Indexes of one table that say the same: columns, order, operators, expressions and condition. */
export const repeatedIndexes = `
  SELECT format('%I.%I', n.nspname, t.relname) AS table, json_agg(format('%I.%I', n.nspname, c.relname) ORDER BY c.relname) AS indexes,
    sum(pg_relation_size(c.oid))::int8 AS size_bytes
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace
  WHERE ${ownSchemas}
  GROUP BY n.nspname, t.relname, i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text,
    coalesce(i.indexprs::text, ''), coalesce(i.indpred::text, '')
  HAVING count(*) > 1
  ORDER BY 3 DESC, 1 LIMIT $1`;
