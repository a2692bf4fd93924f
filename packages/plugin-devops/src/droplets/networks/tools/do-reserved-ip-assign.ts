import type { LineclearError } from '@lineclear/core/plugin';
import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import { droplets } from '../../connection.ts';
import { type DropletAnswer, findDroplet, targetDroplet } from '../../droplets/droplet.ts';
import { dropletReference } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, notNow, refusing } from '../../text/refusals.ts';
import { findReserved, type ReservedAnswer, showReserved } from '../reserved-ip.ts';

const input = z.strictObject({
  ip: z
    .string()
    .refine((text) => z.ipv4().safeParse(text).success, 'Use an IPv4 address.')
    .describe('The reserved address.'),
  droplet: dropletReference.describe('To point to, or the one that it points to now.'),
  action: z.enum(['assign', 'unassign']).describe('What to do.'),
});

export const doReservedIpAssign = droplets.write({
  name: 'do_reserved_ip_assign',
  title: 'Point a reserved IP to a droplet',
  toolset: 'cloud-network',
  risk: 'reversible',
  description: 'Point a reserved IP to a droplet of its region, or to nothing. Traffic follows within seconds.',
  input,
  output: actionResult,
  classify: ({ input: { ip, droplet } }) => ({ class: 'network', target: [ip, droplet.name] }),
  preview: async ({ input: { ip, droplet: wanted, action }, reader, profile, signal }) => {
    const [reserved, { droplet, refusal }] = await Promise.all([
      findReserved({ ip, reader, signal }),
      targetDroplet({ ...wanted, reader, signal }),
    ]);
    const holder = reserved?.droplet ?? null;
    // Who loses the address has to be within reach, too.
    if (holder !== null && holder.id !== wanted.id) await findDroplet({ id: holder.id, reader, signal });
    const isAssigning = action === 'assign';
    return {
      description: `${isAssigning ? 'Point' : 'Take'} ${ip} ${isAssigning ? 'to' : 'from'} the droplet ${quoted(wanted.name)} (${wanted.id}) in ${profile.name}.`,
      guard: { holder: holder?.id ?? null, droplet: droplet?.name ?? null },
      details: previewDetails({
        profile,
        target: `${ip}, ${wanted.name}`,
        sends: { ip, type: action, ...(isAssigning ? { droplet_id: wanted.id } : {}) },
        undo: holder === null ? 'do_reserved_ip_assign with unassign' : `do_reserved_ip_assign to ${holder.name} (${holder.id})`,
      }),
      before: reserved === undefined ? null : showReserved(reserved),
      warnings: warningsOf({ holder, wanted: wanted.id, isAssigning }),
      ...refusing(refusalOf({ ip, reserved, droplet, action }), refusal),
    };
  },
  execute: (call) => {
    const { ip, droplet, action } = call.input;
    const json = action === 'assign' ? { type: action, droplet_id: droplet.id } : { type: action };
    return runAction({ call, path: path`/v2/reserved_ips/${ip}/actions`, listedAs: `${action}_ip`, json });
  },
  reconcile: (call) => reconcileAction({ call, path: path`/v2/reserved_ips/${call.input.ip}/actions` }),
});

const warningsOf = (change: { holder: ReservedAnswer['droplet']; wanted: number; isAssigning: boolean }): readonly string[] => {
  const { holder, wanted, isAssigning } = change;
  if (!isAssigning) return ['The address points to nothing afterwards, and it is billed while it does.'];
  return holder == null || holder.id === wanted ? [] : [`The droplet ${quoted(holder.name)} (${holder.id}) loses it.`];
};

const refusalOf = ({
  ip,
  reserved,
  droplet,
  action,
}: {
  ip: string;
  reserved: ReservedAnswer | undefined;
  droplet: DropletAnswer | undefined;
  action: 'assign' | 'unassign';
}): LineclearError | undefined => {
  if (reserved === undefined) return missing({ what: `the reserved IP ${ip}`, listedBy: 'do_reserved_ip_list' });
  if (reserved.locked === true) {
    return notNow({ message: `Something goes on with ${ip}.`, hint: 'Wait a moment, then preview again.', reason: 'busy' });
  }
  if (droplet === undefined) return undefined;
  const isThere = reserved.droplet?.id === droplet.id;
  if (isThere === (action === 'assign')) {
    const hint = 'do_reserved_ip_list shows where it points to.';
    return notNow({
      message: `${ip} points to ${isThere ? 'it already' : 'another droplet, or to nothing'}.`,
      hint,
      reason: 'holder',
    });
  }
  if (reserved.region.slug === droplet.region.slug) return undefined;
  const message = `${ip} is in ${reserved.region.slug} and the droplet in ${droplet.region.slug}.`;
  return notNow({ message, hint: 'Use an address of the same region.', reason: 'region' });
};
