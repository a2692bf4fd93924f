import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Settings } from '../settings.ts';
import type { Deployment } from './settings.ts';
import { releaseName } from './state/host-state.ts';

/** Input fields that tools of deployments have in common. */
export const serviceField = z.string().describe('Such as shop.');
export const hostsField = z
  .array(z.string())
  .min(1)
  .refine((names) => new Set(names).size === names.length, 'name each host once')
  .describe('Of the service, such as ["web-1"].');
export const releaseField = z.string().regex(releaseName);

/** What a write acts on, as policy judges it: the service on each host. A rule about one of the hosts holds because none is left to the settings. */
export const targetOf = ({ service, hosts }: { service: string; hosts: readonly string[] }): readonly string[] =>
  hosts.map((host) => `${service}@${host}`);

/** A service of the settings with the hosts that a call names, in the order of the settings; without any, with all of its own. */
export const findService = ({
  settings,
  service,
  hosts,
}: {
  settings: Settings;
  service: string;
  hosts?: readonly string[] | undefined;
}): { readonly deployment: Deployment; readonly hosts: readonly string[] } => {
  const deployment = Object.hasOwn(settings.deployments, service) ? settings.deployments[service] : undefined;
  if (deployment === undefined) throw notFound({ what: `service ${quoted(service)}`, reason: 'no_such_service' });
  const other = hosts?.find((host) => !deployment.hosts.includes(host));
  if (other !== undefined) throw notFound({ what: `host ${quoted(other)} of ${quoted(service)}`, reason: 'no_such_host' });
  return { deployment, hosts: deployment.hosts.filter((host) => hosts === undefined || hosts.includes(host)) };
};

/** The settings of a service as they hold on one host. */
export const deploymentOn = ({ deployment, host }: { deployment: Deployment; host: string }): Deployment => {
  const { root = deployment.root, port = deployment.health.port } = deployment.elsewhere[host] ?? {};
  return { ...deployment, root, health: { ...deployment.health, ...(port !== undefined && { port }) } };
};

/** A command of the settings with the values for one host in it. */
export const filled = (
  argv: readonly string[],
  values: { release: string; slot: string; port: number | undefined },
): readonly string[] =>
  argv.map((word) =>
    word.replaceAll(/\{(release|slot|port)\}/g, (_whole, name: string) =>
      name === 'release' ? values.release : name === 'slot' ? values.slot : String(values.port ?? ''),
    ),
  );

const notFound = ({ what, reason }: { what: string; reason: string }): LineclearError =>
  new LineclearError('not_found', `There is no ${what} in this profile.`, {
    hint: 'deploy_history lists the services with their hosts.',
    details: { reason },
  });
