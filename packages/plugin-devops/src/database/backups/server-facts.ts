import * as z from 'zod';
import type { ReadSession } from '../client/read-session.ts';

/** What decides how a database is copied, and whether it is the one that was meant. */
const facts = z.object({
  oid: z.int(),
  name: z.string(),
  version: z.string(),
  version_number: z.int(),
  encoding: z.string(),
  collate: z.string(),
  ctype: z.string(),
  /** `c`: the C library compares texts, as PostgreSQL did alone before version 15. */
  locale_provider: z.string(),
  size_bytes: z.int(),
});
export type ServerFacts = z.output<typeof facts>;

export const readFacts = async ({ row }: ReadSession): Promise<ServerFacts> => {
  const found = await row({ text, schema: facts });
  if (found === undefined) throw new Error('A database knows itself.');
  return found;
};

const text = `
  SELECT d.oid, d.datname AS name, current_setting('server_version') AS version,
    current_setting('server_version_num')::int AS version_number, pg_encoding_to_char(d.encoding) AS encoding,
    d.datcollate AS collate, d.datctype AS ctype,
    coalesce(to_jsonb(d)->>'datlocprovider', 'c') AS locale_provider, pg_database_size(d.oid) AS size_bytes
  FROM pg_database d WHERE d.datname = current_database()`;
