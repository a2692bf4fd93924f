import type { Clock } from '@lineclear/core/plugin';
import type { FakeHttp } from '../http/fake-http.ts';
import { fakeHttp } from '../http/fake-http.ts';
import type { FaultTarget } from '../http/fault.ts';
import { FaultQueue } from '../http/fault-queue.ts';
import type { DropletFault } from './faults.ts';
import { actionEndpoints } from './routes/action-endpoints.ts';
import { domainEndpoints } from './routes/domain-endpoints.ts';
import { dropletEndpoints } from './routes/droplet-endpoints.ts';
import { firewallEndpoints } from './routes/firewall-endpoints.ts';
import { imageEndpoints } from './routes/image-endpoints.ts';
import { Limits } from './routes/limits.ts';
import { networkEndpoints } from './routes/network-endpoints.ts';
import type { Access, Violation } from './routes/serve.ts';
import { serve } from './routes/serve.ts';
import { uptimeEndpoints } from './routes/uptime-endpoints.ts';
import { volumeEndpoints } from './routes/volume-endpoints.ts';
import { World } from './world/world.ts';

export interface DropletSandboxOptions {
  /** Tokens and what they may; every token may do everything when absent. */
  readonly access?: Access;
  /** The system's clock when absent. */
  readonly clock?: Clock;
  /** Requests of one token; 5000 unless said otherwise. */
  readonly requestsPerHour?: number;
  /** A free one when absent. */
  readonly port?: number;
}

/** A running sandbox: the server, and the account behind it. */
export interface DropletSandbox {
  /** The root of the API, without a slash at the end. */
  readonly url: string;
  /** Every request on the wire, and the faults of the kit. */
  readonly http: FakeHttp;
  readonly world: World;
  /** Requests that the sandbox has no endpoint for; they are answered 404. */
  readonly violations: readonly Violation[];
  /** Misbehaves from now on; returns how to stop. The newest matching fault wins. */
  readonly fail: (fault: DropletFault, target?: FaultTarget) => () => void;
  close(): Promise<void>;
}

/** Starts a server with the v2 API of DigitalOcean on a free loopback port, with an empty account. Sandboxes share nothing. */
export const startDropletSandbox = async (options: DropletSandboxOptions = {}): Promise<DropletSandbox> => {
  const { clock = { now: () => Date.now() } } = options;
  const world = new World(clock);
  const violations: Violation[] = [];
  const silent = new FaultQueue();
  const place = { url: '' };
  const http = await fakeHttp({
    port: options.port ?? 0,
    routes: serve({
      endpoints: endpointsOf(),
      world,
      api: () => place.url,
      access: options.access,
      limits: new Limits({ clock, perHour: options.requestsPerHour }),
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
    fail: (fault, target = {}) =>
      fault.kind === 'silence' ? silent.add({ kind: 'delay', ms: 0 }, target) : http.inject(fault, target),
    close: () => http.close(),
  };
};

/** The first that takes a path wins. */
const endpointsOf = () => [
  ...dropletEndpoints(),
  ...actionEndpoints(),
  ...imageEndpoints(),
  ...volumeEndpoints(),
  ...networkEndpoints(),
  ...firewallEndpoints(),
  ...domainEndpoints(),
  ...uptimeEndpoints(),
];
