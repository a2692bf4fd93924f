import * as z from 'zod';
import { sqlstateOf } from '../client/explain.ts';
import type { DatabaseWriter } from '../client/database-writer.ts';
import type { WriteSession } from '../client/write-session.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import { mark } from './copy-names.ts';
import { elsewhere } from './restore-copy.ts';

interface Swap {
  readonly live: string;
  readonly copy: string;
  readonly before: string;
  readonly plan: string;
}

/** Ends the sessions of the live database and gives its name, owner, grants and settings to the copy: all of it in one moment, or nothing. */
export const swap = ({
  writer,
  database,
  signal,
  ...names
}: Swap & { writer: DatabaseWriter; database: string; signal: AbortSignal }): Promise<void> =>
  writer.write({
    database,
    databaseName: elsewhere,
    idempotencyKey: names.plan,
    signal,
    work: async (session) => {
      for (let tries = 1; ; tries += 1) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- once more where somebody came in between
          await session.transaction(() => exchange({ session, ...names }));
          return;
        } catch (error) {
          if (sqlstateOf(error) !== inUse || tries === 3) throw error;
        }
      }
    },
  });

const inUse = '55006';

const exchange = async ({ session, live, copy, before, plan }: Swap & { session: WriteSession }): Promise<void> => {
  for (const statement of await carriedOver({ session, live, copy })) {
    // oxlint-disable-next-line no-await-in-loop -- one statement after the other
    await session.run(statement);
  }
  await session.run(
    'SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.datname = ANY($1::text[]) AND a.pid <> pg_backend_pid()',
    [[live, copy]],
  );
  // It waits a moment for them to go, and from here on nobody comes in.
  await session.run(`ALTER DATABASE ${quoteIdentifier(live)} RENAME TO ${quoteIdentifier(before)}`);
  await session.run(`ALTER DATABASE ${quoteIdentifier(copy)} RENAME TO ${quoteIdentifier(live)}`);
  await session.run(`COMMENT ON DATABASE ${quoteIdentifier(live)} IS ${quoteLiteral(mark(plan, 'in place'))}`);
};

/** What belongs to the database itself and is in no backup: who may connect, what is set for it, whose it is. */
const carriedOver = async ({
  session,
  live,
  copy,
}: Pick<Swap, 'live' | 'copy'> & { session: WriteSession }): Promise<readonly string[]> => {
  const name = quoteIdentifier(copy);
  const grants = await session.rows({ text: listGrants, values: [live], schema: grant });
  const settings = await session.rows({ text: listSettings, values: [live], schema: setting });
  const owner = await session.row({ text: findOwner, values: [live], schema: z.object({ owner: z.string() }) });
  return [
    ...grants.map(
      ({ privilege, grantee, is_grantable: isGrantable }) =>
        `GRANT ${privilege} ON DATABASE ${name} TO ${grantee ?? 'PUBLIC'}${isGrantable ? ' WITH GRANT OPTION' : ''}`,
    ),
    // FROM CURRENT takes lists such as search_path as they are.
    ...settings.flatMap(({ key, value }) => [
      `SELECT set_config(${quoteLiteral(key)}, ${quoteLiteral(value)}, true)`,
      `ALTER DATABASE ${name} SET ${setName(key)} FROM CURRENT`,
      // Set for those who will connect, and not for what follows here.
      `RESET ${setName(key)}`,
    ]),
    ...(owner === undefined ? [] : [`ALTER DATABASE ${name} OWNER TO ${owner.owner}`]),
  ];
};

const setName = (key: string): string => key.split('.').map(quoteIdentifier).join('.');

const grant = z.object({
  privilege: z.enum(['CREATE', 'CONNECT', 'TEMPORARY']),
  grantee: z.string().nullable(),
  is_grantable: z.boolean(),
});
const setting = z.object({ key: z.string(), value: z.string() });

const listGrants = `
  SELECT x.privilege_type AS privilege, quote_ident(r.rolname) AS grantee, x.is_grantable
  FROM pg_database d, LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x LEFT JOIN pg_roles r ON r.oid = x.grantee
  WHERE d.datname = $1 AND x.grantee <> d.datdba`;

const listSettings = `
  SELECT split_part(line, '=', 1) AS key, substr(line, strpos(line, '=') + 1) AS value
  FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase, LATERAL unnest(s.setconfig) line
  WHERE d.datname = $1 AND s.setrole = 0`;

const findOwner =
  'SELECT quote_ident(r.rolname) AS owner FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = $1';
