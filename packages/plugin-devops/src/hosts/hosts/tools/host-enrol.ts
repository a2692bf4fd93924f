import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { EnrolledKey } from '../../client/host-key.ts';
import { keyNotAccepted } from '../../client/host-errors.ts';
import { enrolledKey } from '../../client/hosts.ts';
import { hosts } from '../../connection.ts';
import { hostField } from '../host-field.ts';

export const hostEnrol = hosts.write({
  name: 'host_enrol',
  title: 'Enrol a host',
  toolset: 'hosts',
  risk: 'additive',
  description:
    'Record the key that a host presents now, after a person compared it. Then tools may log in; host_list shows whose key is unknown.',
  input: z.strictObject({ host: hostField }),
  output: z.object({ host: z.string(), type: z.string(), fingerprint: z.string() }),
  classify: ({ input }) => ({ class: 'enrol', target: input.host }),
  preview: async ({ input, reader, profile, state, signal }) => {
    const { host } = input;
    const { address, port, jump } = reader.find(host);
    const { presented, trust } = await reader.askKey({ host, state, signal });
    if (trust === 'changed' || trust === 'revoked') throw keyNotAccepted({ host, trust, presented, hasAuthority: false });
    return {
      description: `Accept the key ${presented.fingerprint} (${presented.type}) as the key of ${host} (${profile.name}, ${profile.tier}) from now on.`,
      guard: { address, port, ...presented },
      approval: 'client',
      before: { key: trust },
      changes: [`+ ${host} ${address}:${port} ${presented.type} ${presented.fingerprint}`],
      details: {
        host,
        address: `${address}:${port}`,
        ...(jump !== undefined && { through: jump }),
        type: presented.type,
        fingerprint: presented.fingerprint,
        profile: profile.name,
        tier: profile.tier,
        reversible: true,
        undo: 'Pin another key in host_keys of the host: a pin goes before what was enrolled.',
      },
      warnings: [
        'Compare the fingerprint with the one that the host itself shows (ssh-keygen -lf on its key): nothing else tells it from a stranger.',
      ],
      ...(trust !== 'unknown' && { refusal: alreadyTrusted({ host, trust }) }),
    };
  },
  execute: async ({ input, guard, state, principal, clock }) => {
    const recorded = { ...guard, enrolled_by: principal.id, enrolled_at: new Date(clock.now()).toISOString() };
    await state.set(enrolledKey(input.host), recorded);
    return { host: input.host, type: guard.type, fingerprint: guard.fingerprint };
  },
  verify: async ({ input, reader, state }) => ({ key: await reader.expectedKey({ host: input.host, state }) }),
  reconcile: async ({ input, guard, state }) => {
    const recorded = EnrolledKey.safeParse(await state.get(enrolledKey(input.host)));
    return recorded.success && recorded.data.key === guard.key ? 'executed' : 'failed';
  },
});

const alreadyTrusted = ({ host, trust }: { host: string; trust: string }): LineclearError =>
  new LineclearError('conflict', `The key of the host ${quoted(host)} is ${trust} already.`, {
    hint: 'Use the host: its key is accepted.',
    details: { reason: 'already_trusted', host },
  });
