import { startTaskerSandbox, type TaskerSandbox } from '@lineclear/testing/tasker';
import { type Home, makeHome } from '../processes/app/home.ts';

/** What the app is connected to while a client calls all of its tools: a workspace, and backends that hold simulated data. */
export interface World extends AsyncDisposable {
  readonly home: Home;
  readonly tasker: TaskerSandbox;
}

/** Makes a home whose configuration names every backend. */
export const makeWorld = async (): Promise<World> => {
  const home = await makeHome();
  const tasker = await startTaskerSandbox();
  const profile = {
    tier: 'development',
    workspace: { roots: [home.workspace], allow_programs: ['wc'] },
    tasker: { url: tasker.url, worker_url: tasker.workerUrl },
  };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write('../config/lineclear/lineclear.yaml', JSON.stringify({ default: 'local', profiles: { local: profile } }));
  return {
    home,
    tasker,
    [Symbol.asyncDispose]: async () => {
      await tasker.close();
      await home[Symbol.asyncDispose]();
    },
  };
};
