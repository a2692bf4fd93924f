import type { Clock } from '@lineclear/core/plugin';
import type { FakeHttp } from '../http/fake-http.ts';
import { fakeHttp } from '../http/fake-http.ts';
import type { Access } from './routes/access.ts';
import { analyticsEndpoints } from './routes/analytics-endpoints.ts';
import { dlqEndpoints } from './routes/dlq-endpoints.ts';
import type { Endpoint } from './routes/endpoint.ts';
import { serve } from './routes/serve.ts';
import { stepEndpoints } from './routes/step-endpoints.ts';
import { systemEndpoints } from './routes/system-endpoints.ts';
import { taskEndpoints } from './routes/task-endpoints.ts';
import { templateEndpoints } from './routes/template-endpoints.ts';
import { workerEndpoints } from './routes/worker-endpoints.ts';
import type { SeedName } from './seed/seed.ts';
import { seed as fill } from './seed/seed.ts';
import { templates } from './seed/templates.ts';
import type { Volume } from './seed/volume.ts';
import { Store } from './world/store.ts';
import { advance } from './world/workers.ts';
import type { TaskerWorld } from './world/world.ts';
import { createWorld } from './world/world.ts';

export interface TaskerSandboxOptions {
  /** The history to begin with: `exercise` unless said otherwise. */
  readonly seed?: SeedName;
  /** Very many steps or DLQ entries on top of the seed. */
  readonly volume?: Volume;
  /** The system's clock when absent. */
  readonly clock?: Clock;
  /** Who may do what; everybody everything when absent. */
  readonly access?: Access;
  /** Put in front of every path, as behind a proxy: `/tasker`. */
  readonly basePath?: string;
  /** Whether `/config` is switched on; it is unless said otherwise. */
  readonly config?: boolean;
  /** A free one when absent. */
  readonly port?: number;
}

/** A running sandbox: the orchestration server, its worker's health server, and the world behind them. */
export interface TaskerSandbox {
  /** With the base path, without a slash at the end. */
  readonly url: string;
  readonly workerUrl: string;
  /** What was asked of the orchestration server, and how to make it misbehave. */
  readonly http: FakeHttp;
  readonly worker: FakeHttp;
  readonly world: TaskerWorld;
  close(): Promise<void>;
}

/** Starts a Tasker-compatible orchestration server and worker on free loopback ports, with simulated data. Sandboxes share nothing. */
export const startTaskerSandbox = async ({
  seed = 'exercise',
  volume = {},
  clock = { now: () => Date.now() },
  access,
  basePath = '',
  config = true,
  port = 0,
}: TaskerSandboxOptions = {}): Promise<TaskerSandbox> => {
  const store = new Store({ clock, templates });
  fill({ store, name: seed, volume });
  const start = (endpoints: readonly Endpoint[], place: { basePath: string; port: number }): Promise<FakeHttp> =>
    fakeHttp({
      port: place.port,
      // A path that does not exist is answered 404 here, as the server does.
      onUnhandled: 'ignore',
      routes: serve({
        endpoints,
        basePath: place.basePath,
        access,
        nowMs: () => store.nowMs,
        beforeEach: () => advance(store),
      }),
    });
  const http = await start(
    [
      ...taskEndpoints(store),
      ...stepEndpoints(store),
      ...templateEndpoints(store),
      ...analyticsEndpoints(store),
      ...dlqEndpoints(store),
      ...systemEndpoints({ health: store.health, access, hasConfig: config }),
    ],
    { basePath, port },
  );
  const worker = await start(workerEndpoints(store), { basePath: '', port: 0 });
  return {
    url: http.url + basePath,
    workerUrl: worker.url,
    http,
    worker,
    world: createWorld(store),
    close: async () => {
      await http.close();
      await worker.close();
    },
  };
};
