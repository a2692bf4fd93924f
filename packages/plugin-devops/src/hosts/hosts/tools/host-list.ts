import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';

const Check = z.object({
  reachable: z.boolean(),
  code: z.string().optional(),
  reason: z.string().optional(),
  fingerprint: z.string().optional(),
});

export const hostList = hosts.read({
  name: 'host_list',
  title: 'List hosts',
  toolset: 'hosts',
  description: 'List the hosts, how they are reached and whether their keys are known. Use host_query to look at one.',
  input: z.strictObject({
    check: z.boolean().default(false).describe('Log in to each.'),
    limit: z.int().min(1).max(200).default(50).describe('How many at most.'),
    skip: z.int().min(0).default(0).describe('How many to pass over.'),
  }),
  output: z.object({
    tier: z.string(),
    hosts: z.array(
      z.object({
        name: z.string(),
        address: z.string(),
        user: z.string(),
        jump: z.string().optional(),
        key: z.enum(['pinned', 'known', 'enrolled', 'unknown']),
        sudo: z.enum(['none', 'passwordless', 'password']),
        labels: z.record(z.string(), z.string()).optional(),
        check: Check.optional(),
      }),
    ),
    left_out: z.int(),
  }),
  deadlineMs: 60_000,
  run: async ({ input, reader, profile, state, signal }) => {
    const names = reader.names.toSorted();
    const page = names.slice(input.skip, input.skip + input.limit);
    const listed = await mapConcurrently({
      items: page,
      concurrency: 8,
      run: async (name) => {
        const host = reader.find(name);
        const key = await reader.expectedKey({ host: name, state });
        return {
          name,
          address: `${host.address}:${host.port}`,
          user: host.user,
          ...(host.jump !== undefined && { jump: host.jump }),
          key,
          sudo: typeof host.sudo === 'string' ? host.sudo : ('password' as const),
          ...(Object.keys(host.labels).length > 0 && { labels: host.labels }),
          ...(input.check && { check: await checkHost(() => reader.ready({ host: name, state, signal })) }),
        };
      },
    });
    return { tier: profile.tier, hosts: listed, left_out: names.length - listed.length };
  },
});

const checkHost = async (
  ready: () => Promise<{ readonly presented: { readonly fingerprint: string } }>,
): Promise<z.output<typeof Check>> => {
  try {
    return { reachable: true, fingerprint: (await ready()).presented.fingerprint };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    const { reason, fingerprint } = error.details ?? {};
    return {
      reachable: false,
      code: error.code,
      ...(typeof reason === 'string' && { reason }),
      ...(typeof fingerprint === 'string' && { fingerprint }),
    };
  }
};
