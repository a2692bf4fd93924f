import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { sha256Hex } from '../../digest/sha256.ts';
import type { ReadSession } from '../client/read-session.ts';
import type { WriteSession } from '../client/write-session.ts';
import { quoteIdentifier } from '../sql/quote.ts';

const row = z.object({
  version: z.string().regex(/^\d{1,20}$/),
  file: z.string(),
  sha256: z.string(),
  state: z.enum(['applied', 'started', 'reverted']),
  plan: z.string(),
  changed_at: z.string(),
});

/** What became of one migration; the plan is the one that did it last. */
export type LedgerRow = z.output<typeof row>;

const table = 'public.lineclear_migrations';

/**
 * Every row, or none where there is no ledger yet. Throws `forbidden` for a view, which would run code of somebody, and where `writer` is
 * about to write for a table of anybody but the writer or a superuser: its triggers would run with all that the writer may do.
 */
export const readLedger = async (session: ReadSession, { writer }: { writer?: string } = {}): Promise<readonly LedgerRow[]> => {
  const found = await findLedger(session);
  if (found === undefined) return [];
  checkOwner({ ledger: found, writer });
  const text = `SELECT version, file, sha256, state, plan, changed_at FROM ${table} ORDER BY version`;
  return session.rows({ text, schema: row });
};

const ledger = z.object({ is_table: z.boolean(), owner: z.string(), is_superusers: z.boolean() });

const findLedger = ({ row: one }: ReadSession): Promise<z.output<typeof ledger> | undefined> =>
  one({
    text: `SELECT c.relkind = 'r' AND NOT c.relrowsecurity AS is_table, r.rolname AS owner, r.rolsuper AS is_superusers
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
      WHERE c.oid = pg_catalog.to_regclass('${table}')`,
    schema: ledger,
  });

const checkOwner = ({ ledger: found, writer }: { ledger: z.output<typeof ledger>; writer: string | undefined }): void => {
  if (found.is_table && (writer === undefined || found.is_superusers || found.owner === writer)) return;
  throw new LineclearError('forbidden', `${table} was not made by the writer of this database.`, {
    hint: 'Ask the operator who made it: ALTER TABLE … OWNER TO the writer where it is the right one, DROP it where it is not.',
    details: { reason: 'ledger_of_others', owner: found.owner },
    effect: 'none',
  });
};

/** Changes with every row whose migration became another one, or in another state. */
export const ledgerDigest = (rows: readonly LedgerRow[]): string =>
  sha256Hex(JSON.stringify(rows.map(({ version, sha256, state }) => [version, sha256, state])));

/** Makes the ledger where there is none, so that the reader sees it. */
export const ensureLedger = async ({
  session,
  reader,
  writer,
}: {
  session: WriteSession;
  reader: string;
  writer: string;
}): Promise<void> => {
  const found = await findLedger(session);
  if (found !== undefined) {
    checkOwner({ ledger: found, writer });
    return;
  }
  await session.transaction(async () => {
    await session.run(`CREATE TABLE ${table} (
      version text PRIMARY KEY, file text NOT NULL, sha256 text NOT NULL, plan text NOT NULL,
      state text NOT NULL CHECK (state IN ('applied', 'started', 'reverted')), changed_at timestamptz NOT NULL DEFAULT now())`);
    await session.run(`COMMENT ON TABLE ${table} IS 'Which migrations lineclear has applied.'`);
    await session.run(`GRANT SELECT ON ${table} TO ${quoteIdentifier(reader)}`);
  });
};

/** The statement that writes down what became of a migration, and its values. */
export const noting = ({
  version,
  file,
  sha256,
  state,
  plan,
}: Omit<LedgerRow, 'changed_at'>): readonly [string, readonly unknown[]] => [
  `INSERT INTO ${table} (version, file, sha256, state, plan) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (version) DO UPDATE SET file = excluded.file, sha256 = excluded.sha256, state = excluded.state,
      plan = excluded.plan, changed_at = now()`,
  [version, file, sha256, state, plan],
];

/** The statement that takes back a note of a migration that the server refused. */
export const forgetting = ({ version, plan }: Pick<LedgerRow, 'version' | 'plan'>): readonly [string, readonly unknown[]] => [
  `DELETE FROM ${table} WHERE version = $1 AND plan = $2 AND state = 'started'`,
  [version, plan],
];
