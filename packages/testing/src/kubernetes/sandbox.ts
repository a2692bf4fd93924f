import type { Clock } from '@lineclear/core/plugin';
import type { Fault, FaultTarget } from '../http/fault.ts';
import { FaultQueue } from '../http/fault-queue.ts';
import type { Answer, RecordedRequest } from '../http/route.ts';
import { isSafeMethod } from '../http/route.ts';
import type { Identities } from './access/identities.ts';
import { callerOf } from './access/identities.ts';
import { Pages } from './api/pages.ts';
import type { Served, Violation } from './api/serve.ts';
import { answerTo, asksToWatch, openWatch } from './api/serve.ts';
import { loadContract } from './contract/contract.ts';
import { missingContract } from './contract/document.ts';
import { settle as settleCluster } from './controllers/settle.ts';
import { seed } from './seed.ts';
import { openStream } from './streams/upgrade.ts';
import { createAuthority } from './wire/certificates.ts';
import { Home } from './wire/home.ts';
import type { KubeconfigOptions } from './wire/kubeconfig.ts';
import { kubeconfigText } from './wire/kubeconfig.ts';
import type { Arrival } from './wire/server.ts';
import { serveOnLoopback } from './wire/server.ts';
import { Runtime } from './world/runtime.ts';
import { Store } from './world/store.ts';
import type { KubernetesWorld } from './world/world.ts';
import { createWorld } from './world/world.ts';

export interface KubernetesSandboxOptions {
  /** Who may do what; everybody may do everything when absent. */
  readonly identities?: Identities;
  /** Whether there is a metrics server: yes unless said otherwise. */
  readonly hasMetrics?: boolean;
  /** Whether its own answers are compared with the vendor's description, too. */
  readonly checked?: boolean;
  /** Whether it speaks TLS, with certificates of its own; needed for identities without a token. */
  readonly tls?: boolean;
  /** The system's clock when absent. */
  readonly clock?: Clock;
  /** A free one when absent. */
  readonly port?: number;
}

/** A running sandbox: the server, and the cluster behind it. */
export interface KubernetesSandbox {
  /** The root of the API, without a slash at the end. */
  readonly url: string;
  readonly world: KubernetesWorld;
  /** The certificate of the authority behind the server's, as PEM; undefined without TLS. */
  readonly ca: string | undefined;
  /** The text of a kubeconfig file with one context for this sandbox. Throws for a user that it does not know. */
  kubeconfig(options?: KubeconfigOptions): string;
  /** A folder for clients of this sandbox, made with the first call and removed when the sandbox closes. */
  home(): string;
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The requests that would change something on a real server: everything but GET, HEAD and OPTIONS. */
  unsafe(): readonly RecordedRequest[];
  /** The lines of the requests so far, such as `GET /api/v1/pods?limit=500`. */
  sent(): readonly string[];
  /** Forgets the requests, not what they did. */
  clear(): void;
  /** Requests that the vendor's description does not know (answered 400), and, with `checked`, answers that it forbids. */
  readonly violations: readonly Violation[];
  /** Why nothing is compared with the description; undefined when it is. */
  readonly unchecked: string | undefined;
  /** Misbehaves from now on; returns how to stop. The newest matching fault wins. */
  readonly fail: (fault: Fault, target?: FaultTarget) => () => void;
  /** Makes every version and continue token that was given out too old. */
  compact(): void;
  /** Stops the server. */
  close(): Promise<void>;
}

/** Starts a Kubernetes API server with an empty cluster of two nodes on a free loopback port. Sandboxes share nothing. */
export const startKubernetesSandbox = async (options: KubernetesSandboxOptions = {}): Promise<KubernetesSandbox> => {
  const { clock = { now: () => Date.now() }, identities } = options;
  const store = new Store(clock);
  const runtime = new Runtime(store);
  const pages = new Pages();
  const settle = () => settleCluster({ store, runtime });
  const world = createWorld({ store, runtime, settle });
  seed(world);

  const requests: RecordedRequest[] = [];
  const faults = new FaultQueue();
  const violations: Violation[] = [];
  const contract = await loadContract();
  const served: Served = {
    store,
    runtime,
    pages,
    settle,
    contract,
    hasMetrics: options.hasMetrics ?? true,
    onViolation: (violation) => violations.push(violation),
  };
  const answered = async ({ request, certificateName }: Arrival): Promise<Answer> => {
    const answer = await answerTo(served, request, callerOf({ request, identities, certificateName }));
    const { status = 200, json } = answer;
    if (options.checked !== true || json === undefined) return answer;
    const problems = (await contract?.answerProblems({ ...request, status, json })) ?? [];
    if (problems.length > 0) violations.push({ request: `${status} to ${request.method} ${request.url}`, problems });
    return answer;
  };
  const callerIn = ({ request, certificateName }: Arrival) => callerOf({ request, identities, certificateName });
  const authority = options.tls === true ? createAuthority(Date.now()) : undefined;
  const { url, close } = await serveOnLoopback({
    handler: {
      answer: answered,
      asksToWatch,
      watch: (arrival, send) => openWatch({ served, request: arrival.request, caller: callerIn(arrival), send }),
      open: (arrival) => openStream({ ...arrival, served, caller: callerIn(arrival) }),
    },
    requests,
    faults,
    port: options.port ?? 0,
    tls: authority === undefined ? undefined : { ...authority.server(), ca: authority.cert },
  });
  const home = new Home();
  return {
    url,
    world,
    ca: authority?.cert,
    home: () => home.path(),
    kubeconfig: (how) => kubeconfigText({ url, authority, identities }, how),
    requests,
    violations,
    unchecked: missingContract,
    unsafe: () => requests.filter(({ method }) => !isSafeMethod(method)),
    sent: () => requests.map((request) => `${request.method} ${request.url}`),
    clear: () => {
      requests.length = 0;
    },
    fail: (fault, target = {}) => faults.add(fault, target),
    compact: () => {
      store.compact();
      pages.forget();
    },
    close: async () => {
      await close();
      home.remove();
    },
  };
};
