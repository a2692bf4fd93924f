import type { Clock } from '@lineclear/core/plugin';
import type { FakeHttp } from '../http/fake-http.ts';
import { fakeHttp } from '../http/fake-http.ts';
import { FaultQueue } from '../http/fault-queue.ts';
import { loadContract } from './contract/contract.ts';
import { missingContract } from './contract/document.ts';
import { endpointsOf } from './endpoints.ts';
import type { GitHubFault, GitHubFaultTarget } from './faults.ts';
import type { Access } from './routes/access.ts';
import { appEndpoints } from './routes/app-endpoints.ts';
import type { AppGrants } from './routes/apps.ts';
import { Apps } from './routes/apps.ts';
import type { RateLimit } from './routes/limits.ts';
import { Limits } from './routes/limits.ts';
import type { Violation } from './routes/serve.ts';
import { serve } from './routes/serve.ts';
import type { SeedName } from './seed/seed.ts';
import { seed as fill } from './seed/seed.ts';
import { linksOf } from './wire/links.ts';
import { Store } from './world/store.ts';
import type { GitHubWorld } from './world/world.ts';
import { createWorld } from './world/world.ts';

export interface GitHubSandboxOptions {
  /** What there is to begin with: `empty` unless said otherwise. */
  readonly seed?: SeedName;
  /** Tokens and what they may; everybody is the owner when absent. */
  readonly access?: Access;
  /** Apps by their ids; with some, a request needs a token. */
  readonly apps?: AppGrants;
  /** Whose account it is: `octo` unless said otherwise. */
  readonly owner?: string;
  /** The system's clock when absent. */
  readonly clock?: Clock;
  /** 5000 requests an hour unless said otherwise. */
  readonly rateLimit?: RateLimit;
  /** A free one when absent. */
  readonly port?: number;
}

/** A running sandbox: the server, and the world behind it. */
export interface GitHubSandbox {
  /** The root of the API, without a slash at the end. */
  readonly url: string;
  /** Every request on the wire, and the faults of the kit. */
  readonly http: FakeHttp;
  readonly world: GitHubWorld;
  /** Requests that GitHub's description does not allow (answered 422), or that the sandbox has nothing for (501). */
  readonly violations: readonly Violation[];
  /** Why requests are not checked against GitHub's description; undefined when they are. */
  readonly unchecked: string | undefined;
  /** Misbehaves from now on; returns how to stop. The newest matching fault wins. */
  readonly fail: (fault: GitHubFault, target?: GitHubFaultTarget) => () => void;
  /** Stops the server and removes the repositories. */
  close(): Promise<void>;
}

/** Starts a GitHub-compatible REST server with real bare repositories on a free loopback port. Sandboxes share nothing. */
export const startGitHubSandbox = async (options: GitHubSandboxOptions = {}): Promise<GitHubSandbox> => {
  const { clock = { now: () => Date.now() }, owner = 'octo' } = options;
  const access = options.access ?? (options.apps === undefined ? undefined : {});
  const apps = new Apps({ apps: options.apps, clock });
  const store = await Store.open({ clock, owner });
  const world = createWorld(store);
  for (const { grant } of Object.values(options.apps ?? {})) store.account(grant.login, 'Bot');
  for (const grant of Object.values(access ?? {})) if (grant !== 'expired') store.account(grant.login);
  await fill({ world, name: options.seed ?? 'empty', owner: store.owner.login });

  const violations: Violation[] = [];
  const silent = new FaultQueue();
  const place = { url: '' };
  const http = await fakeHttp({
    port: options.port ?? 0,
    routes: serve({
      endpoints: [...appEndpoints(apps), ...endpointsOf()],
      store,
      links: () => linksOf(place.url),
      access,
      apps,
      limits: new Limits({ clock, limit: options.rateLimit }),
      contract: loadContract,
      isSilent: (request) => silent.take(request) !== undefined,
      onViolation: (violation) => violations.push(violation),
    }),
  });
  place.url = http.url;
  return {
    url: http.url,
    http,
    world,
    violations,
    unchecked: missingContract,
    fail: (fault, target = {}) =>
      fault.kind === 'silence' ? silent.add({ kind: 'delay', ms: 0 }, narrowed(target)) : http.inject(fault, narrowed(target)),
    close: async () => {
      await http.close();
      store.close();
    },
  };
};

const narrowed = ({ under, accepts, ...target }: GitHubFaultTarget) => ({
  ...target,
  accepts: (request: Parameters<NonNullable<GitHubFaultTarget['accepts']>>[0]) =>
    (under === undefined || request.path.startsWith(under)) && accepts?.(request) !== false,
});
