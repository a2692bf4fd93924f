import { startTaskerSandbox, type TaskerSandbox } from '@lineclear/testing/tasker';
import { type Home, makeHome } from '../processes/app/home.ts';
import { type CeleryWorld, freshCeleryWorld, hasCelery } from './celery-world.ts';

/** What the app is connected to while a client calls all of its tools: a workspace, a backend with simulated data, and real Celery. */
export interface World extends AsyncDisposable {
  readonly home: Home;
  readonly tasker: TaskerSandbox;
  /** Absent where it is not installed. */
  readonly celery: CeleryWorld | undefined;
}

/** Makes a home whose configuration names every backend. */
export const makeWorld = async (): Promise<World> => {
  const celery = hasCelery ? await freshCeleryWorld() : undefined;
  const home = await makeHome();
  const tasker = await startTaskerSandbox();
  const profile = {
    tier: 'development',
    workspace: { roots: [home.workspace], allow_programs: ['wc'] },
    tasker: { url: tasker.url, worker_url: tasker.workerUrl },
    ...(celery !== undefined && { celery: { broker: celery.url, control: ['pool', 'rate_limit', 'shutdown', 'purge'] } }),
  };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write('../config/lineclear/lineclear.yaml', JSON.stringify({ default: 'local', profiles: { local: profile } }));
  return {
    home,
    tasker,
    celery,
    [Symbol.asyncDispose]: async () => {
      await tasker.close();
      await home[Symbol.asyncDispose]();
    },
  };
};
