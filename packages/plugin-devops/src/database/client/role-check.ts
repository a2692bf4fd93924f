import { LineclearError } from '@lineclear/core/plugin';
import type pg from 'pg';
import * as z from 'zod';
import { quoteIdentifier } from '../sql/quote.ts';
import { inReadTransaction } from './read-session.ts';

/**
 * Refuses a reader's role that could write: whatever it could do by itself or as a role that it may become. Reads are safe because of
 * the role, and their transactions are read-only on top of that.
 */
export const checkReader = async ({ client, database }: { client: pg.ClientBase; database: string }): Promise<void> => {
  const found = await inReadTransaction({ client, work: (session) => session.row({ text: question, schema: Answer }) });
  if (found === undefined) throw new Error('A question without a table has one row.');
  const can = rights.flatMap(([key, right]) => (found[key] ? [right] : []));
  if (can.length === 0) return;
  throw new LineclearError('forbidden', `The reader's role of ${database} can write, so nothing is read with it.`, {
    hint: `Make a role that cannot, and name it as the reader: ${rightRole(found)}`,
    details: { reason: 'reader_can_write', database, role: found.role, can },
  });
};

const Answer = z.object({
  role: z.string(),
  database: z.string(),
  is_writable: z.boolean(),
  is_superuser: z.boolean(),
  has_attributes: z.boolean(),
  has_roles: z.boolean(),
  creates_in_database: z.boolean(),
  creates_in_schema: z.boolean(),
  owns: z.boolean(),
  changes_table: z.boolean(),
  changes_sequence: z.boolean(),
  public_creates: z.boolean(),
});

const rights = [
  ['is_writable', 'default_transaction_read_only is off although the connection asked for it: a pooler drops the option'],
  ['is_superuser', 'it is a superuser'],
  ['has_attributes', 'it has CREATEDB, CREATEROLE, REPLICATION or BYPASSRLS'],
  ['has_roles', 'it is a member of a role that writes data or files, runs programs or ends backends'],
  ['creates_in_database', 'it may CREATE in the database'],
  ['creates_in_schema', 'it may CREATE in a schema'],
  ['owns', 'it owns objects of the database'],
  ['changes_table', 'it may INSERT, UPDATE, DELETE or TRUNCATE in a table'],
  ['changes_sequence', 'it may use or change a sequence'],
] as const;

const rightRole = ({ database, public_creates: publicCreates }: z.output<typeof Answer>): string =>
  [
    "CREATE ROLE lineclear_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';",
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO lineclear_reader;`,
    'GRANT pg_monitor, pg_read_all_data TO lineclear_reader;',
    'ALTER ROLE lineclear_reader SET default_transaction_read_only = on;',
    // Before PostgreSQL 15 everybody could.
    ...(publicCreates ? ['REVOKE CREATE ON SCHEMA public FROM PUBLIC;'] : []),
  ].join(' ');

// Every role that it may become counts: MEMBER sees what SET ROLE would reach. The setting of the connection check makes a server
// notice a caller that has gone; those before PostgreSQL 14 do not have it.
const question = `
  WITH me AS (SELECT r.oid FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')),
    own AS (SELECT n.oid, n.nspname, n.nspowner FROM pg_namespace n
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)')
  SELECT session_user::text AS role, current_database()::text AS database,
    current_setting('default_transaction_read_only') <> 'on' AS is_writable,
    EXISTS (SELECT 1 FROM pg_roles r JOIN me USING (oid) WHERE r.rolsuper) AS is_superuser,
    EXISTS (SELECT 1 FROM pg_roles r JOIN me USING (oid)
      WHERE r.rolcreatedb OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls) AS has_attributes,
    EXISTS (SELECT 1 FROM pg_roles r JOIN me USING (oid) WHERE r.rolname IN ('pg_write_all_data', 'pg_write_server_files',
      'pg_execute_server_program', 'pg_signal_backend', 'pg_read_server_files', 'pg_maintain', 'pg_create_subscription',
      'pg_database_owner', 'pg_checkpoint', 'pg_signal_autovacuum_worker')) AS has_roles,
    EXISTS (SELECT 1 FROM me WHERE has_database_privilege(me.oid, current_database(), 'CREATE')) AS creates_in_database,
    EXISTS (SELECT 1 FROM me, own WHERE has_schema_privilege(me.oid, own.oid, 'CREATE')) AS creates_in_schema,
    EXISTS (SELECT 1 FROM pg_class c JOIN own ON own.oid = c.relnamespace JOIN me ON me.oid = c.relowner)
      OR EXISTS (SELECT 1 FROM pg_proc p JOIN own ON own.oid = p.pronamespace JOIN me ON me.oid = p.proowner)
      OR EXISTS (SELECT 1 FROM own JOIN me ON me.oid = own.nspowner)
      OR EXISTS (SELECT 1 FROM pg_database d JOIN me ON me.oid = d.datdba WHERE d.datname = current_database()) AS owns,
    EXISTS (SELECT 1 FROM pg_class c JOIN own ON own.oid = c.relnamespace, me WHERE c.relkind IN ('r', 'p', 'v', 'f')
      AND (has_table_privilege(me.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        OR has_any_column_privilege(me.oid, c.oid, 'INSERT, UPDATE'))) AS changes_table,
    EXISTS (SELECT 1 FROM pg_class c JOIN own ON own.oid = c.relnamespace, me WHERE c.relkind = 'S'
      AND has_sequence_privilege(me.oid, c.oid, 'USAGE, UPDATE')) AS changes_sequence,
    EXISTS (SELECT 1 FROM own WHERE own.nspname = 'public' AND has_schema_privilege('public', own.oid, 'CREATE')) AS public_creates,
    (SELECT set_config(s.name, '2000', false) FROM pg_settings s WHERE s.name = 'client_connection_check_interval') AS checks
`;
