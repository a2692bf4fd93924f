import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { lookAtHosts } from '../look.ts';
import { offered } from '../offered.ts';
import { slotPort, switchPart } from '../parts.ts';
import { placesOf, seenPreview } from '../preview.ts';
import { reconcileDeployment } from '../reconcile.ts';
import { deployResult, toDeployResult } from '../result.ts';
import { rollOut } from '../run/roll-out.ts';
import { filled, findService, hostsField, serviceField, targetOf } from '../service.ts';
import { type HostState, releaseOf } from '../state/host-state.ts';
import { callsBack } from '../undo.ts';

export const deploySwitch = hosts.write({
  name: 'deploy_switch',
  title: 'Switch traffic to a slot',
  toolset: 'host-deployments',
  risk: 'reversible',
  description: 'Lead the traffic of a blue-green service to a slot that is healthy. Use deploy_run to fill the idle slot first.',
  input: z.strictObject({
    service: serviceField,
    hosts: hostsField,
    to: z.enum(['blue', 'green']).describe('Becomes live.'),
  }),
  output: deployResult,
  offered,
  deadlineMs: 3_600_000,
  classify: ({ input }) => ({ class: 'deploy', target: targetOf(input) }),
  preview: async ({ input, reader, profile, state, signal }) => {
    const { service, to } = input;
    const found = findService({ settings: reader.settings, ...input });
    const { deployment } = found;
    if (deployment.strategy !== 'blue-green') throw noSlots(service);
    const seen = await lookAtHosts({ reader, ...found, context: { profile, state, signal } });
    const { hostDetails, settings, ...shown } = seenPreview({
      seen,
      deployment,
      profile,
      refusalOf: ({ host, state: { links } }) => switchRefusal({ host, to, links }),
    });
    const releases = seen.flatMap(({ host, state: there }) =>
      there === undefined ? [] : [{ host, from: there.links.current, release: releaseOf({ links: there.links, link: to }) }],
    );
    return {
      ...shown,
      description: `Lead the traffic of ${service} to ${to} on ${placesOf(seen)}.`,
      changes: releases.map(({ host, from, release }) => `${host}: ${from === '' ? '(nothing)' : from} → ${to} (${release})`),
      details: {
        service,
        to,
        ...settings,
        commands: releases.map(({ host, release }) => ({
          host,
          switch: filled(deployment.switch ?? [], { release, slot: to, port: slotPort({ deployment, link: to }) }),
        })),
        hosts: hostDetails,
        reversible: releases.every(({ from }) => from !== ''),
        undo: callsBack({ tool: 'deploy_switch', service, field: 'to', hosts: releases }),
      },
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey: planId, principal, state, signal, progress, step }) => {
    const { service, to } = input;
    const { deployment } = findService({ settings: writer.reader.settings, ...input });
    const occasion = { planId, service, action: 'switch', by: principal.id, sha256: '' } as const;
    const parts = guard.hosts.map((guarded) => switchPart({ guarded, deployment, to, occasion }));
    const outcomes = await rollOut({ writer, parts, deployment, context: { state, signal, progress }, step });
    return toDeployResult({ service, release: to, hosts: outcomes });
  },
  reconcile: ({ input, reader, guard, idempotencyKey: planId, state, signal }) => {
    const { deployment } = findService({ settings: reader.settings, ...input });
    const names = guard.hosts.map(({ host }) => host);
    return reconcileDeployment({
      service: input.service,
      release: input.to,
      reader,
      deployment,
      hosts: names,
      planId,
      state,
      signal,
    });
  },
});

const switchRefusal = ({ host, to, links }: { host: string; to: 'blue' | 'green'; links: HostState['links'] }) => {
  const isLive = links.current === to;
  if (!isLive && releaseOf({ links, link: to }) !== '') return undefined;
  return new LineclearError('conflict', `On the host ${quoted(host)}, ${to} ${isLive ? 'is live already' : 'has no release'}.`, {
    hint: isLive ? 'Name the other slot, or leave this host out.' : 'Deploy one there with deploy_run.',
    details: { reason: isLive ? 'already_live' : 'no_release', host },
  });
};

const noSlots = (service: string): LineclearError =>
  new LineclearError('unsupported', `${quoted(service)} has no slots: it is deployed host by host.`, {
    hint: 'Use deploy_run, and deploy_rollback to go back.',
    details: { reason: 'not_blue_green' },
  });
