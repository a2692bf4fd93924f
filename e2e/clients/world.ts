import { startTaskerSandbox, type TaskerSandbox } from '@lineclear/testing/tasker';
import { type Home, makeHome } from '../processes/app/home.ts';
import { type CeleryWorld, endCeleryWorld, freshCeleryWorld, hasCelery } from './celery-world.ts';
import { type DatabaseWorld, endDatabaseWorld, freshDatabaseWorld, hasPostgres } from './database-world.ts';
import { type DropletsWorld, freshDropletsWorld } from './droplets-world.ts';
import { makeLab } from './git-world.ts';
import { freshGitHubWorld, type GitHubWorld } from './github-world.ts';
import { endGrafanaWorld, freshGrafanaWorld, type GrafanaWorld, hasGrafana } from './grafana-world.ts';
import { endHostsWorld, freshHostsWorld, hasHosts, type HostsWorld } from './hosts-world.ts';
import { freshKubernetesWorld, type KubernetesWorld } from './kubernetes-world.ts';
import { endNetWorld, type NetWorld, openNetWorld } from './net-world.ts';

/** What the app is connected to while a client calls all of its tools: a workspace, a backend, a GitHub, a DigitalOcean and a cluster with simulated data, real Celery, and monitoring. */
export interface World extends AsyncDisposable {
  readonly home: Home;
  readonly tasker: TaskerSandbox;
  /** Absent where nobody asks for it. */
  readonly github: GitHubWorld | undefined;
  /** As above. */
  readonly droplets: DropletsWorld | undefined;
  /** As above. */
  readonly kubernetes: KubernetesWorld | undefined;
  /** As above. */
  readonly net: NetWorld | undefined;
  /** Absent where sshd is not installed. */
  readonly hosts: HostsWorld | undefined;
  /** Absent where PostgreSQL is not installed. */
  readonly database: DatabaseWorld | undefined;
  /** Absent where it is not installed. */
  readonly celery: CeleryWorld | undefined;
  /** Absent where Prometheus and Alertmanager are not installed. */
  readonly grafana: GrafanaWorld | undefined;
}

/** Makes a home whose configuration names every backend; `endServices` ends the servers that the worlds of a test file share. */
export const makeWorld = async (): Promise<World> => {
  const [github, droplets, kubernetes, net, hosts, database, celery, grafana] = await Promise.all([
    freshGitHubWorld(),
    freshDropletsWorld(),
    freshKubernetesWorld(),
    openNetWorld(),
    hasHosts ? freshHostsWorld() : undefined,
    hasPostgres ? freshDatabaseWorld() : undefined,
    hasCelery ? freshCeleryWorld() : undefined,
    hasGrafana ? freshGrafanaWorld() : undefined,
  ]);
  return worldOf({ github, droplets, kubernetes, net, hosts, database, celery, grafana });
};

/** The same with nothing but the workspace and the simulated backend. */
export const makeTaskerWorld = (): Promise<World> =>
  worldOf({
    github: undefined,
    droplets: undefined,
    kubernetes: undefined,
    net: undefined,
    hosts: undefined,
    database: undefined,
    celery: undefined,
    grafana: undefined,
  });

/** Workers answer in milliseconds, unless others have the cores. */
const patience = { answer_timeout_ms: 10_000 };

/** Ends what the worlds share, once for a test file. */
export const endServices = async (): Promise<void> => {
  await Promise.all([endCeleryWorld(), endGrafanaWorld(), endDatabaseWorld(), endHostsWorld(), endNetWorld()]);
};

const worldOf = async ({
  github,
  droplets,
  kubernetes,
  net,
  hosts,
  database,
  celery,
  grafana,
}: Omit<World, 'home' | 'tasker' | keyof AsyncDisposable>): Promise<World> => {
  const home = await makeHome();
  const tasker = await startTaskerSandbox();
  const remote = await makeLab(home);
  const profile = {
    tier: 'development',
    workspace: { roots: [home.workspace], allow_programs: ['wc'], shell: { allow: ['wc', 'sort'] }, git: { push_to: [remote] } },
    tasker: { url: tasker.url, worker_url: tasker.workerUrl },
    ...(celery !== undefined && {
      celery: { broker: celery.url, control: ['pool', 'rate_limit', 'shutdown', 'purge'], ...patience },
    }),
    ...github?.connections,
    ...droplets?.connections,
    ...kubernetes?.connections,
    ...net?.connections,
    ...hosts?.connections,
    ...database?.connections,
    ...grafana?.connections,
  };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write(
    '../config/lineclear/lineclear.yaml',
    JSON.stringify({
      default: 'local',
      profiles: { local: profile },
      policy: [...(droplets?.policy ?? []), ...(kubernetes?.policy ?? []), ...(database?.policy ?? [])],
    }),
  );
  return {
    home,
    tasker,
    github,
    droplets,
    kubernetes,
    net,
    hosts,
    database,
    celery,
    grafana,
    [Symbol.asyncDispose]: async () => {
      await tasker.close();
      await home[Symbol.asyncDispose]();
      await grafana?.close();
      await github?.close();
      await droplets?.close();
      await kubernetes?.close();
    },
  };
};
