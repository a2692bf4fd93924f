import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { CallContext } from '@lineclear/core/plugin';
import type { HostsReader } from '../../client/hosts-reader.ts';
import { hosts } from '../../connection.ts';
import { offered } from '../offered.ts';
import { deploymentOn, findService, serviceField } from '../service.ts';
import { readHistory } from '../state/history.ts';
import { readHostState, releaseOf } from '../state/host-state.ts';

const entry = z.object({
  at: z.string(),
  action: z.string(),
  release: z.string(),
  from: z.string(),
  outcome: z.string(),
  reason: z.string(),
  plan: z.string(),
  by: z.string(),
  sha256: z.string(),
});
const hostHistory = z.object({
  host: z.string(),
  live: z.string().nullable().describe('The release; null where nothing is.'),
  slot: z.string().nullable(),
  idle: z.string().nullable().describe('The release in the other slot.'),
  previous: z.string().nullable().describe('What was live before.'),
  releases: z.array(z.string()).describe('Those that are there, the newest first.'),
  lock: z.string().nullable().describe('Who deploys now: a plan and its time.'),
  history: z.array(entry),
  left_out: z.int(),
  problem: z.string().nullable().describe('Why this host could not be looked at.'),
});

export const deployHistory = hosts.read({
  name: 'deploy_history',
  title: 'What is deployed',
  toolset: 'host-deployments',
  description:
    'Show what is live on the hosts of a service, which releases are there and how hosts differ. Without a service: which there are.',
  input: z.strictObject({
    service: serviceField.optional(),
    limit: z.int().min(1).max(50).default(5).describe('Entries for each host.'),
  }),
  output: z.object({
    services: z.array(z.object({ service: z.string(), strategy: z.string(), hosts: z.array(z.string()) })),
    hosts: z.array(hostHistory),
    differences: z.array(z.string()),
    untrusted: z.literal(true).describe('Histories are the words of the hosts.'),
  }),
  offered,
  classify: ({ input }) => (input.service === undefined ? {} : { target: input.service }),
  run: async ({ input, reader, state, signal }) => {
    const { deployments } = reader.settings;
    const services = Object.entries(deployments)
      .filter(([service]) => input.service === undefined || service === input.service)
      .map(([service, { strategy, hosts: named }]) => ({ service, strategy, hosts: named }));
    if (input.service === undefined) return { services, hosts: [], differences: [], untrusted: true };
    const { deployment, hosts: names } = findService({ settings: reader.settings, service: input.service });
    const found = await mapConcurrently({
      items: names,
      concurrency: 4,
      run: (host) =>
        historyOf({
          reader,
          host,
          root: deploymentOn({ deployment, host }).root,
          limit: input.limit,
          context: { state, signal },
        }).catch((error: unknown) => notSeen({ host, error })),
    });
    return { services, hosts: found, differences: differencesOf(found), untrusted: true };
  },
});

const historyOf = async ({
  reader,
  host,
  root,
  limit,
  context,
}: {
  reader: HostsReader;
  host: string;
  root: string;
  limit: number;
  context: Pick<CallContext, 'state' | 'signal'>;
}): Promise<z.output<typeof hostHistory>> => {
  const transfer = await reader.transfer({ ...context, host });
  try {
    const open = { host, transfer, signal: context.signal, root };
    const state = await readHostState(open);
    const history = state === undefined ? [] : await readHistory(open);
    const { links = { current: '', blue: '', green: '' }, previous = '', releases = [], lock = null } = state ?? {};
    const slot = links.current === 'blue' || links.current === 'green' ? links.current : null;
    const idle = slot === 'blue' ? 'green' : 'blue';
    return {
      host,
      live: releaseOf({ links, link: 'current' }) || null,
      slot,
      idle: releaseOf({ links, link: idle }) || null,
      previous: releaseOf({ links, link: previous }) || null,
      releases: releases.map(({ name }) => name),
      lock,
      history: history.slice(0, limit),
      left_out: Math.max(0, history.length - limit),
      problem: null,
    };
  } finally {
    transfer.end();
  }
};

/** One host that does not answer keeps nothing from the others. */
const notSeen = ({ host, error }: { host: string; error: unknown }): z.output<typeof hostHistory> => {
  if (!LineclearError.is(error)) throw error;
  const nothing = { live: null, slot: null, idle: null, previous: null, releases: [], lock: null, history: [], left_out: 0 };
  return { host, ...nothing, problem: `${error.message} ${error.hint}` };
};

const differencesOf = (found: readonly z.output<typeof hostHistory>[]): readonly string[] =>
  (['live', 'slot', 'idle'] as const).flatMap((field) => {
    const values = new Map<string, string[]>();
    for (const one of found.filter(({ problem }) => problem === null)) {
      const value = one[field] ?? 'nothing';
      values.set(value, [...(values.get(value) ?? []), one.host]);
    }
    return values.size < 2
      ? []
      : [`${field}: ${[...values].map(([value, names]) => `${value} on ${names.join(', ')}`).join('; ')}`];
  });
