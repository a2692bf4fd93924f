import type { ContractBackend, Example } from '@lineclear/testing';
import type { DatabaseRig, FreshDatabase } from '../../src/database/test/database-rig.ts';

/** A database of its own for every check, behind a gate that hears what is asked. */
export interface DatabaseBackend extends ContractBackend {
  readonly shop: FreshDatabase;
}

/** Calls of tools by name. */
export type Examples = Readonly<Record<string, readonly Example<DatabaseBackend>[]>>;

export const startBackend = async (rig: DatabaseRig): Promise<DatabaseBackend> => {
  const shop = await rig.fresh();
  return {
    connections: shop.connections(),
    commands: { database: () => shop.gate.statements.filter((statement) => statement !== '').map(toCommand) },
    shop,
    state: () => shop.sql(everything),
    close: shop.close,
  };
};

/** The beginning of a transaction as it stands, and the first word of everything else. */
const toCommand = (statement: string): string => {
  const text = statement.trim().toUpperCase();
  return text.startsWith('BEGIN') ? text : (/^\w+/.exec(text)?.[0] ?? text);
};

/** All tables with how often each was written to, the databases of the server that belong to this one, and what is set for it. */
const everything = `
  SELECT c.relname, pg_relation_size(c.oid) AS bytes, (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
    (SELECT string_agg(d.datname, ',' ORDER BY d.datname) FROM pg_database d WHERE d.datname LIKE current_database() || '%') AS databases,
    (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' ORDER BY 1`;
