import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresBinary, skipWithout, sshdBinary, startPostgres } from '@lineclear/testing';
import { startHosts } from '@lineclear/testing/hosts';
import { startCluster } from '@lineclear/testing/kubernetes';

const run = promisify(execFile);

/** Whether sshd or PostgreSQL are not installed; under CI they have to be. */
export const lacksMachines = [skipWithout(sshdBinary), skipWithout(postgresBinary)].some(Boolean);

/** A host over SSH, a database, and a cluster over TLS. */
export interface Machines extends AsyncDisposable {
  /** Where the app finds its configuration, which names all of them. */
  readonly env: Record<string, string>;
  /** A pod of the cluster, which listens on port 8080. */
  readonly pod: string;
}

/** Starts them. */
export async function startMachines(): Promise<Machines> {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-machines-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const [hosts, postgres, cluster] = await Promise.all([
    startHosts({ web: {} }),
    startPostgres(),
    startCluster({ kubeconfig, tls: true }),
  ]);
  await prepareDatabase(postgres.url);
  const { address, port, user, key } = hosts.host('web');
  const web = {
    address,
    port,
    user: user.name,
    identity: hosts.clientKey.privateKey,
    host_keys: [key.fingerprint],
  };
  const shop = {
    host: postgres.host,
    port: postgres.port,
    database: 'postgres',
    reader: { user: 'shop_reader' },
    tls: { mode: 'off' },
  };
  const profile = {
    tier: 'development',
    hosts: { hosts: { web } },
    database: { databases: { shop } },
    kubernetes: { kubeconfig, contexts: ['shop'] },
  };
  const config = join(folder, 'lineclear.yaml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ default: 'machines', profiles: { machines: profile } }));
  const pods = cluster.sandbox.world.list('Pod', 'shop');
  return {
    env: { LINECLEAR_CONFIG: config, XDG_STATE_HOME: join(folder, 'state') },
    pod: pods.find(({ metadata }) => metadata.labels?.['app'] === 'web')?.metadata.name ?? '',
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hosts.stop(), postgres.stop(), cluster.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

const prepareDatabase = async (url: string): Promise<void> => {
  const folder = postgresBinary.folders?.find((path) => existsSync(join(path, 'psql'))) ?? '';
  const role = 'CREATE ROLE shop_reader LOGIN; GRANT pg_monitor, pg_read_all_data TO shop_reader';
  await run(join(folder, 'psql'), ['-X', '-q', '-d', url, '-c', role]);
};
