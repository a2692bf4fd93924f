import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { lookAtHosts } from '../look.ts';
import { offered } from '../offered.ts';
import { releasePart } from '../parts.ts';
import { placesOf, seenPreview } from '../preview.ts';
import { reconcileDeployment } from '../reconcile.ts';
import { deployResult, toDeployResult } from '../result.ts';
import { rollOut } from '../run/roll-out.ts';
import { filled, findService, hostsField, releaseField, serviceField, targetOf } from '../service.ts';
import { type HostState, releaseOf } from '../state/host-state.ts';
import { callsBack } from '../undo.ts';

export const deployRollback = hosts.write({
  name: 'deploy_rollback',
  title: 'Go back to a release',
  toolset: 'host-deployments',
  risk: 'reversible',
  description: 'Make a release live again that is still on the hosts. Use deploy_history to see which are.',
  input: z.strictObject({
    service: serviceField,
    hosts: hostsField,
    release: releaseField.optional().describe('Such as v1.4.1; absent: the one before.'),
  }),
  output: deployResult,
  offered,
  deadlineMs: 3_600_000,
  classify: ({ input }) => ({ class: 'deploy', target: targetOf(input) }),
  preview: async ({ input, reader, profile, state, signal }) => {
    const { service } = input;
    const found = findService({ settings: reader.settings, ...input });
    const { deployment } = found;
    if (deployment.strategy !== 'rolling') throw hasSlots(service);
    const seen = await lookAtHosts({ reader, ...found, context: { profile, state, signal } });
    const { hostDetails, settings, ...shown } = seenPreview({
      seen,
      deployment,
      profile,
      refusalOf: ({ host, state: there }) => rollbackRefusal({ host, release: input.release ?? earlier(there), state: there }),
    });
    const parts = seen.flatMap(({ host, deployment: own, state: there }) =>
      there === undefined
        ? []
        : [{ host, from: there.links.current, release: input.release ?? earlier(there), port: own.health.port }],
    );
    const released = listed(parts.map((part) => part.release));
    return {
      ...shown,
      description: `Go back to ${released} of ${service} on ${placesOf(seen)}.`,
      changes: parts.map(({ host, from, release }) => `${host}: current ${from} → releases/${release}`),
      details: {
        service,
        release: released,
        ...settings,
        commands: parts.map(({ host, release, port }) => ({
          host,
          restart: filled(deployment.restart, { release, slot: '', port }),
        })),
        hosts: hostDetails,
        reversible: true,
        undo: callsBack({
          tool: 'deploy_rollback',
          service,
          field: 'release',
          hosts: parts.map(({ host, from }) => ({ host, from: from.replace('releases/', '') })),
        }),
      },
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey: planId, principal, state, signal, progress, step }) => {
    const { service } = input;
    const { deployment } = findService({ settings: writer.reader.settings, ...input });
    const occasion = { planId, service, action: 'rollback', by: principal.id, sha256: '' } as const;
    const parts = guard.hosts.map((guarded) =>
      releasePart({ guarded, deployment, release: input.release ?? earlier(guarded), occasion, unpack: undefined }),
    );
    const outcomes = await rollOut({ writer, parts, deployment, context: { state, signal, progress }, step });
    return toDeployResult({ service, release: releasedTo({ guard, release: input.release }), hosts: outcomes });
  },
  reconcile: ({ input, reader, guard, idempotencyKey: planId, state, signal }) => {
    const { deployment } = findService({ settings: reader.settings, ...input });
    const names = guard.hosts.map(({ host }) => host);
    const release = releasedTo({ guard, release: input.release });
    return reconcileDeployment({ service: input.service, release, reader, deployment, hosts: names, planId, state, signal });
  },
});

/** What a host had before what it has now. */
const earlier = ({ links, previous }: Pick<HostState, 'links' | 'previous'>): string => releaseOf({ links, link: previous });

const releasedTo = ({
  guard,
  release,
}: {
  guard: { readonly hosts: readonly Pick<HostState, 'links' | 'previous'>[] };
  release: string | undefined;
}): string => listed(guard.hosts.map((one) => release ?? earlier(one)));

const listed = (names: readonly string[]): string => [...new Set(names)].join(' or ');

const rollbackRefusal = ({ host, release, state }: { host: string; release: string; state: HostState }) => {
  const isLive = releaseOf({ links: state.links, link: 'current' }) === release;
  const there = state.releases.find(({ name }) => name === release);
  if (!isLive && there !== undefined && there.unpackedAtS !== null) return undefined;
  if (release === '') return noEarlier(host);
  const problem = isLive
    ? 'is live already'
    : there === undefined
      ? 'is not there any more'
      : 'was not put there by a deployment';
  return new LineclearError(isLive ? 'conflict' : 'not_found', `On the host ${quoted(host)}, ${quoted(release)} ${problem}.`, {
    hint: isLive
      ? 'Leave this host out, or name another release.'
      : 'deploy_history shows what is there; deploy_run brings a release anew.',
    details: { reason: isLive ? 'already_live' : 'no_such_release', host },
  });
};

const noEarlier = (host: string): LineclearError =>
  new LineclearError('not_found', `On the host ${quoted(host)}, it is not known what was live before.`, {
    hint: 'Name a release that deploy_history shows.',
    details: { reason: 'no_earlier_release', host },
  });

const hasSlots = (service: string): LineclearError =>
  new LineclearError('unsupported', `${quoted(service)} has slots: the release before still runs in the other one.`, {
    hint: 'Lead the traffic there with deploy_switch.',
    details: { reason: 'blue_green' },
  });
