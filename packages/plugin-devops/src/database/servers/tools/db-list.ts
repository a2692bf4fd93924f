import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { DatabaseReader } from '../../client/database-reader.ts';
import { database } from '../../connection.ts';

const state = z.object({
  version: z.string(),
  size_bytes: z.int(),
  started_at: z.string().nullable(),
  is_replica: z.boolean(),
});

export const dbList = database.read({
  name: 'db_list',
  title: 'Databases',
  toolset: 'databases',
  description: 'List the databases of the profile, whether they answer, and what can be done with each. Begin here.',
  input: z.strictObject({}),
  output: z.object({
    databases: z.array(
      z.object({
        name: z.string().describe('What the other tools take as database.'),
        host: z.string(),
        port: z.int(),
        database: z.string(),
        can: z.array(z.enum(['migrate', 'backup', 'restore', 'terminate'])),
        state: state.nullable(),
        problem: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
      }),
    ),
  }),
  run: async ({ reader, signal }) => ({
    databases: await mapConcurrently({
      items: Object.keys(reader.settings.databases),
      concurrency: 4,
      run: async (name) => ({ ...factsOf({ reader, name }), ...(await lookAt({ reader, name, signal })) }),
    }),
  }),
});

const factsOf = ({ reader, name }: { reader: DatabaseReader; name: string }) => {
  const { host, port, database: own, writer, migrations, backups } = reader.settingsOf(name);
  const isWritable = writer !== undefined;
  const can = [
    ...(isWritable && migrations !== undefined ? (['migrate'] as const) : []),
    ...(backups === undefined ? [] : (['backup'] as const)),
    ...(isWritable && backups !== undefined ? (['restore'] as const) : []),
    ...(isWritable ? (['terminate'] as const) : []),
  ];
  return { name, host, port, database: own, can };
};

const lookAt = async ({ reader, name, signal }: { reader: DatabaseReader; name: string; signal: AbortSignal }) => {
  try {
    const found = await reader.read({ database: name, signal, work: ({ row }) => row({ text: look, schema: state }) });
    return { state: found ?? null, problem: null };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    const { code, message, hint } = error;
    return { state: null, problem: { code, message, hint } };
  }
};

const look = `
  SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size_bytes,
    pg_postmaster_start_time() AS started_at, pg_is_in_recovery() AS is_replica`;
