import { LineclearError, mapConcurrently, quoted } from '@lineclear/core/plugin';
import type { CallContext } from '@lineclear/core/plugin';
import type { HostsReader } from '../client/hosts-reader.ts';
import { shownTarget } from '../hosts/shown-target.ts';
import { deploymentOn } from './service.ts';
import { askOnce } from './run/health.ts';
import type { Deployment } from './settings.ts';
import { type HostState, readHostState } from './state/host-state.ts';

/** One host as the preview of a deployment sees it. */
export interface SeenHost {
  readonly host: string;
  /** The settings of the service, as they hold there. */
  readonly deployment: Deployment;
  readonly target: Awaited<ReturnType<typeof shownTarget>>;
  /** Undefined where the folder of the service is not there. */
  readonly state: HostState | undefined;
  /** What the live release answers now; null where nothing is live. */
  readonly healthNow: string | null;
}

/** Looks at the hosts of a deployment, some at a time. */
export const lookAtHosts = ({
  reader,
  deployment: everywhere,
  hosts,
  context: { profile, state, signal },
}: {
  reader: HostsReader;
  deployment: Deployment;
  hosts: readonly string[];
  context: Pick<CallContext, 'profile' | 'state' | 'signal'>;
}): Promise<readonly SeenHost[]> =>
  mapConcurrently({
    items: hosts,
    concurrency: 4,
    run: async (host) => {
      const call = { host, state, signal };
      const deployment = deploymentOn({ deployment: everywhere, host });
      const target = await shownTarget({ reader, profile, ...call });
      const found = await readState({ reader, root: deployment.root, call });
      const port = livePort({ deployment, state: found });
      const healthNow = port === undefined ? null : await askOnce({ ...call, reader, health: deployment.health, port });
      return { host, deployment, target, state: found, healthNow };
    },
  });

/** What keeps a deployment from a host, whatever it would deploy. */
export const hostRefusal = (seen: SeenHost): LineclearError | undefined => {
  const {
    host,
    state,
    deployment: { root },
  } = seen;
  if (state === undefined) {
    return new LineclearError('not_found', `${quoted(root)} is not there on the host ${quoted(host)}.`, {
      hint: 'Ask the operator to make the folder of the service, for the account of the deployments.',
      details: { reason: 'no_root', host },
    });
  }
  if (state.lock === null) return undefined;
  return new LineclearError('conflict', `Another deployment holds the host ${quoted(host)}: ${state.lock.slice(0, 100)}.`, {
    hint: `Wait for its end. When it is known to be dead, let a person look at the host and remove ${root}/.lineclear/lock there.`,
    details: { reason: 'locked', host, holder: state.lock },
  });
};

/** Where the live release of a host listens; undefined where there is none. */
const livePort = ({ deployment, state }: { deployment: Deployment; state: HostState | undefined }): number | undefined => {
  const current = state?.links.current ?? '';
  if (current === '') return undefined;
  if (deployment.health.port !== undefined) return deployment.health.port;
  return current === 'blue' || current === 'green' ? deployment.slots?.[current].port : undefined;
};

const readState = async ({
  reader,
  root,
  call,
}: {
  reader: HostsReader;
  root: string;
  call: Pick<CallContext, 'state' | 'signal'> & { host: string };
}): Promise<HostState | undefined> => {
  const transfer = await reader.transfer(call);
  try {
    return await readHostState({ ...call, transfer, root });
  } finally {
    transfer.end();
  }
};
