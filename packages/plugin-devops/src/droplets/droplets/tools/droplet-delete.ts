import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { dropletFields } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { refusing } from '../../text/refusals.ts';
import { type Attached, attachedTo } from '../attached.ts';
import { findDroplet, showDroplet, stateOf, targetDroplet } from '../droplet.ts';

export const dropletDelete = droplets.write({
  name: 'droplet_delete',
  title: 'Delete a droplet',
  toolset: 'droplets',
  risk: 'destructive',
  description: 'Delete a droplet with its disk and its backups, for good. Take a snapshot with do_snapshot_create first.',
  input: z.strictObject(dropletFields),
  output: z.object({ id: z.int(), deleted: z.literal(true) }),
  classify: ({ input: { name } }) => ({ class: 'delete', target: name }),
  preview: async ({ input: { id, name }, reader, profile, clock, signal }) => {
    const { droplet, refusal } = await targetDroplet({ id, name, reader, signal });
    const attached = droplet === undefined ? undefined : await attachedTo({ id, reader, signal });
    const last = attached?.last_snapshot ?? null;
    const undo =
      last === null
        ? null
        : `droplet_create with image ${last.id} brings back the disk as the snapshot ${quoted(last.name)} has it; the addresses and the id are gone`;
    return {
      description: `Delete the droplet ${quoted(name)} (${id}) with its disk and its backups, in ${profile.name}.`,
      guard: { droplet: stateOf(droplet), attached: attached ?? null },
      details: { ...previewDetails({ profile, target: name, sends: { id }, undo }), attached: attached ?? null },
      warnings: attached === undefined ? [] : warningsOf({ attached, now: clock.now() }),
      ...(droplet === undefined ? {} : { before: showDroplet(droplet) }),
      ...refusing(refusal),
    };
  },
  execute: async ({ input: { id }, writer, signal }) => {
    await writer.order({ method: 'delete', path: path`/v2/droplets/${id}`, signal });
    return { id, deleted: true };
  },
  // It was there before, and only its deletion takes it away.
  reconcile: async ({ input: { id }, reader, signal }) =>
    (await findDroplet({ id, reader, signal })) === undefined ? { result: { id, deleted: true as const } } : 'unknown',
});

const warningsOf = ({ attached, now }: { attached: Attached; now: number }): readonly string[] => {
  const { last_snapshot: last } = attached;
  const lists = [
    ['Volumes stay and are billed, without a droplet', attached.volumes],
    ['Reserved IPs stay and point to nothing', attached.reserved_ips],
    ['Load balancers lose it', attached.load_balancers],
    ['Firewalls lose it', attached.firewalls],
  ] as const;
  return [
    last === null
      ? 'There is no snapshot of it: what is on its disk is lost.'
      : `The last snapshot, ${quoted(last.name)}, is ${ageOf(now - Date.parse(last.created_at))} old; what was written since is lost.`,
    ...(attached.backups === 0 ? [] : [`Its backups (${attached.backups}) are deleted with it.`]),
    ...lists.flatMap(([text, names]) => (names.length === 0 ? [] : [`${text}: ${names.map(quoted).join(', ')}.`])),
  ];
};

const ageOf = (ms: number): string => {
  const hours = Math.max(0, Math.floor(ms / 3_600_000));
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
};
