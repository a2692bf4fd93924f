import { startTaskerSandbox, type TaskerSandbox } from '@lineclear/testing/tasker';
import { type Home, makeHome } from '../processes/app/home.ts';
import { type CeleryWorld, endCeleryWorld, freshCeleryWorld, hasCelery } from './celery-world.ts';
import { makeLab } from './git-world.ts';
import { freshGitHubWorld, type GitHubWorld } from './github-world.ts';
import { endGrafanaWorld, freshGrafanaWorld, type GrafanaWorld, hasGrafana } from './grafana-world.ts';

/** What the app is connected to while a client calls all of its tools: a workspace, a backend and a GitHub with simulated data, real Celery, and monitoring. */
export interface World extends AsyncDisposable {
  readonly home: Home;
  readonly tasker: TaskerSandbox;
  /** Absent where nobody asks for it. */
  readonly github: GitHubWorld | undefined;
  /** Absent where it is not installed. */
  readonly celery: CeleryWorld | undefined;
  /** Absent where Prometheus and Alertmanager are not installed. */
  readonly grafana: GrafanaWorld | undefined;
}

/** Makes a home whose configuration names every backend; `endServices` ends the servers that the worlds of a test file share. */
export const makeWorld = async (): Promise<World> => {
  const [github, celery, grafana] = await Promise.all([
    freshGitHubWorld(),
    hasCelery ? freshCeleryWorld() : undefined,
    hasGrafana ? freshGrafanaWorld() : undefined,
  ]);
  return worldOf({ github, celery, grafana });
};

/** The same with nothing but the workspace and the simulated backend. */
export const makeTaskerWorld = (): Promise<World> => worldOf({ github: undefined, celery: undefined, grafana: undefined });

/** Ends what the worlds share, once for a test file. */
export const endServices = async (): Promise<void> => {
  await Promise.all([endCeleryWorld(), endGrafanaWorld()]);
};

const worldOf = async ({ github, celery, grafana }: Pick<World, 'github' | 'celery' | 'grafana'>): Promise<World> => {
  const home = await makeHome();
  const tasker = await startTaskerSandbox();
  const remote = await makeLab(home);
  const profile = {
    tier: 'development',
    workspace: { roots: [home.workspace], allow_programs: ['wc'], shell: { allow: ['wc', 'sort'] }, git: { push_to: [remote] } },
    tasker: { url: tasker.url, worker_url: tasker.workerUrl },
    ...(celery !== undefined && { celery: { broker: celery.url, control: ['pool', 'rate_limit', 'shutdown', 'purge'] } }),
    ...github?.connections,
    ...grafana?.connections,
  };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write('../config/lineclear/lineclear.yaml', JSON.stringify({ default: 'local', profiles: { local: profile } }));
  return {
    home,
    tasker,
    github,
    celery,
    grafana,
    [Symbol.asyncDispose]: async () => {
      await tasker.close();
      await home[Symbol.asyncDispose]();
      await grafana?.close();
      await github?.close();
    },
  };
};
