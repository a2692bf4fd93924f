import { undoId } from './reconcile.ts';
import type { HostPart } from './run/roll-out.ts';
import type { Activation } from './script/activation-script.ts';
import { deploymentOn, filled } from './service.ts';
import type { Deployment } from './settings.ts';
import { type HostState, type LinkName, releaseOf } from './state/host-state.ts';

export type Slot = 'blue' | 'green';

/** What the guard of a deployment keeps of one host: whatever of it changes, the decision was about something else. */
export interface GuardedHost {
  readonly host: string;
  readonly links: HostState['links'];
}

/** Who deploys what, for the record on each host. */
export interface Occasion {
  readonly planId: string;
  readonly service: string;
  readonly action: 'deploy' | 'rollback' | 'switch';
  readonly by: string;
  readonly sha256: string;
}

/** The slot of a host that traffic does not go to; blue where nothing is live yet. */
const idleSlot = (links: HostState['links']): Slot => (links.current === 'blue' ? 'green' : 'blue');

/** The link of a host that a new release is put behind. */
export const deployLink = ({ deployment, links }: { deployment: Deployment; links: HostState['links'] }): LinkName =>
  deployment.strategy === 'blue-green' ? idleSlot(links) : 'current';

/** Puts a release behind a link and starts it. */
export const releasePart = ({
  guarded: { host, links },
  deployment: everywhere,
  release,
  occasion,
  unpack,
}: {
  guarded: GuardedHost;
  deployment: Deployment;
  release: string;
  occasion: Occasion;
  unpack: Activation['unpack'];
}): HostPart => {
  const deployment = deploymentOn({ deployment: everywhere, host });
  const link = deployLink({ deployment, links });
  const slot = link === 'current' ? '' : link;
  const port = slotPort({ deployment, link }) ?? 0;
  const before = releaseOf({ links, link });
  const startOf = (name: string) => filled(deployment.restart, { release: name, slot, port });
  const activation: Activation = {
    ...common(deployment),
    planId: occasion.planId,
    link,
    target: `releases/${release}`,
    before: links[link],
    release,
    links,
    start: startOf(release),
    startBack: startOf(before),
    verifies: unpack === undefined,
    asksBefore: false,
    ...(unpack !== undefined && { unpack }),
    history: record({ occasion, release, from: before, plan: occasion.planId }),
  };
  return {
    host,
    activation,
    health: deployment.health,
    ports: { before: undefined, after: port, back: port },
    undo: reverse({ activation, occasion, release: before }),
  };
};

/** Leads traffic to a slot. */
export const switchPart = ({
  guarded: { host, links },
  deployment: everywhere,
  to,
  occasion,
}: {
  guarded: GuardedHost;
  deployment: Deployment;
  to: Slot;
  occasion: Occasion;
}): HostPart => {
  const deployment = deploymentOn({ deployment: everywhere, host });
  const other: Slot = to === 'blue' ? 'green' : 'blue';
  const [release, before] = [releaseOf({ links, link: to }), releaseOf({ links, link: 'current' })];
  const [port, otherPort] = [slotPort({ deployment, link: to }) ?? 0, slotPort({ deployment, link: other }) ?? 0];
  const lead = deployment.switch ?? [];
  const activation: Activation = {
    ...common(deployment),
    planId: occasion.planId,
    link: 'current',
    target: to,
    before: links.current,
    release,
    links,
    start: filled(lead, { release, slot: to, port }),
    startBack: filled(lead, { release: before, slot: other, port: otherPort }),
    verifies: true,
    asksBefore: true,
    history: record({ occasion, release, from: before, plan: occasion.planId }),
  };
  const ports = { before: port, after: deployment.health.port ?? port, back: deployment.health.port ?? otherPort };
  return { host, activation, health: deployment.health, ports, undo: reverse({ activation, occasion, release: before }) };
};

/** Where what is behind a link listens. */
export const slotPort = ({ deployment, link }: { deployment: Deployment; link: LinkName }): number | undefined =>
  link === 'current' ? deployment.health.port : deployment.slots?.[link].port;

const common = ({ root, keep, step_timeout_s, health }: Deployment) => ({
  root,
  keep,
  stepTimeoutS: step_timeout_s,
  healthTimeoutS: health.timeout_s,
});

const reverse = ({
  activation,
  occasion,
  release,
}: {
  activation: Activation;
  occasion: Occasion;
  release: string;
}): Activation | undefined => {
  if (activation.before === '') return undefined;
  const { link, target, before, links, start, startBack, unpack: _unpack, ...rest } = activation;
  const planId = undoId(occasion.planId);
  return {
    ...rest,
    planId,
    link,
    target: before,
    before: target,
    release,
    links: { ...links, [link]: target },
    start: startBack,
    startBack: start,
    // It ran until now.
    verifies: false,
    asksBefore: false,
    history: record({ occasion: { ...occasion, action: 'rollback' }, release, from: activation.release, plan: planId }),
  };
};

const record = ({ occasion, release, from, plan }: { occasion: Occasion; release: string; from: string; plan: string }) => ({
  service: occasion.service,
  action: occasion.action,
  release,
  from,
  plan,
  by: occasion.by,
  sha256: occasion.sha256,
});
