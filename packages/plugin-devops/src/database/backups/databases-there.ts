import * as z from 'zod';
import type { ReadSession } from '../client/read-session.ts';

const there = z.object({
  name: z.string(),
  oid: z.int(),
  comment: z.string().nullable(),
  sessions: z.int(),
  is_owned: z.boolean().describe('The writer may rename it.'),
});
export type DatabaseThere = z.output<typeof there>;

/** Those of these databases that are on the server, by their names, and whether the writer owns them. */
export const databasesThere = async ({
  session,
  names,
  writer,
}: {
  session: ReadSession;
  names: readonly string[];
  writer: string;
}): Promise<ReadonlyMap<string, DatabaseThere>> => {
  const rows = await session.rows({ text, values: [names, writer], schema: there });
  return new Map(rows.map((row) => [row.name, row]));
};

/** What of a role decides about a restore; a role that is not there may nothing. */
export const rightsOf = async ({ session, writer }: { session: ReadSession; writer: string }) => {
  const found = await session.row({
    text: 'SELECT r.rolcreatedb OR r.rolsuper AS may_create, r.rolsuper AS is_superuser FROM pg_roles r WHERE r.rolname = $1',
    values: [writer],
    schema: z.object({ may_create: z.boolean(), is_superuser: z.boolean() }),
  });
  return { mayCreate: found?.may_create === true, isSuperuser: found?.is_superuser === true };
};

const text = `
  SELECT d.datname AS name, d.oid, shobj_description(d.oid, 'pg_database') AS comment,
    (SELECT count(*) FROM pg_stat_activity a WHERE a.datid = d.oid AND a.pid <> pg_backend_pid()) AS sessions,
    EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = $2 AND (r.rolsuper OR pg_has_role(r.oid, d.datdba, 'MEMBER'))) AS is_owned
  FROM pg_database d WHERE d.datname = ANY($1::text[])`;
