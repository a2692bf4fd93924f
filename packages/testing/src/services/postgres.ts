import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceBinary } from './binary.ts';
import { runCommand } from './run-command.ts';
import type { Service } from './start-service.ts';
import { startService } from './start-service.ts';

// Debian keeps each major version in a folder of its own and puts none on PATH.
const folders = [18, 17, 16, 15, 14, 13].map((major) => `/usr/lib/postgresql/${major}/bin`);
export const postgresBinary: ServiceBinary = { command: 'postgres', apt: 'postgresql', folders };
const initdb: ServiceBinary = { command: 'initdb', apt: 'postgresql', folders };

/**
 * A fresh PostgreSQL cluster that trusts local connections. `url` names the superuser `postgres` and its database; `settings` are those of
 * postgresql.conf, such as `{ shared_preload_libraries: 'pg_stat_statements' }`.
 */
export const startPostgres = async ({ settings = {} }: { readonly settings?: Readonly<Record<string, string>> } = {}): Promise<
  Service & { readonly url: string }
> => {
  const service = await startService({
    binary: postgresBinary,
    unprivileged: true,
    prepare: async ({ folder, account }) => {
      const cluster = join(folder, 'cluster');
      await mkdir(cluster, { mode: 0o700 });
      if (account !== undefined) await chown(cluster, account.uid, account.gid);
      await runCommand({
        binary: initdb,
        args: ['-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
        account,
      });
    },
    args: ({ port, folder }) => [
      `-D${join(folder, 'cluster')}`,
      `-p${port}`,
      `-k${folder}`,
      '--listen_addresses=127.0.0.1',
      '--fsync=off',
      '--max_connections=50',
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    ],
    ready: { kind: 'line', pattern: /database system is ready to accept connections/ },
    // Fast shutdown: it does not wait for clients to leave.
    stopSignal: 'SIGINT',
  });
  return { ...service, url: `postgres://postgres@127.0.0.1:${service.port}/postgres` };
};
