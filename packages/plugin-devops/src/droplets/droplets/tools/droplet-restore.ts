import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import type { ApiReader } from '../../client/api-reader.ts';
import { droplets } from '../../connection.ts';
import { dropletFields, numericId } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, refusing } from '../../text/refusals.ts';
import { actionsOf, showDroplet, stateOf, targetDroplet } from '../droplet.ts';

export const dropletRestore = droplets.write({
  name: 'droplet_restore',
  title: 'Restore a droplet',
  toolset: 'snapshots',
  risk: 'destructive',
  description: 'Replace the disk of a droplet by one of its backups or snapshots. Take a snapshot with do_snapshot_create first.',
  input: z.strictObject({
    ...dropletFields,
    image_id: numericId.describe('Of do_backup_list or do_snapshot_list.'),
    kind: z.enum(['backup', 'snapshot']).describe('Which of them it is.'),
  }),
  output: actionResult,
  classify: ({ input: { name } }) => ({ class: 'restore', target: name }),
  preview: async ({ input: { id, name, image_id: imageId, kind }, reader, profile, signal }) => {
    const { droplet, refusal } = await targetDroplet({ id, name, reader, signal });
    const own = droplet === undefined ? [] : await imagesOf({ id, reader, signal });
    const image = own.find((one) => one.id === imageId && one.type === kind);
    const newest = own.filter(({ type }) => type === 'snapshot').toSorted(byAge)[0];
    const undo = newest === undefined ? null : `droplet_restore from the snapshot ${newest.id} (${newest.created_at})`;
    return {
      description: `Replace the disk of the droplet ${quoted(name)} (${id}) by the ${kind} ${imageId}${image === undefined ? '' : ` of ${image.created_at}`}, in ${profile.name}.`,
      guard: { droplet: stateOf(droplet), image: image?.id ?? null },
      details: {
        ...previewDetails({ profile, target: name, sends: { id, type: typeOf(kind), image: imageId }, undo }),
        image: image ?? null,
      },
      warnings: [
        'What is on the disk now is lost, and the machine is down meanwhile.',
        ...(newest === undefined ? ['There is no snapshot to go back to: take one first.'] : []),
      ],
      ...(droplet === undefined ? {} : { before: showDroplet(droplet) }),
      ...refusing(
        refusal,
        image === undefined
          ? missing({ what: `the ${kind} ${imageId} of this droplet`, listedBy: `do_${kind}_list` })
          : undefined,
      ),
    };
  },
  execute: (call) => {
    const { id, image_id: image, kind } = call.input;
    const type = typeOf(kind);
    return runAction({ call, path: actionsOf(id), listedAs: type, json: { type, image } });
  },
  reconcile: (call) => reconcileAction({ call, path: actionsOf(call.input.id) }),
});

// `restore` takes a backup of the same droplet only; `rebuild` takes any image: https://docs.digitalocean.com/reference/api/digitalocean/#tag/Droplet-Actions
const typeOf = (kind: 'backup' | 'snapshot'): string => (kind === 'backup' ? 'restore' : 'rebuild');

const image = z.object({ id: z.int(), name: z.string(), type: z.string().catch('snapshot'), created_at: z.string() });
const byAge = (one: { created_at: string }, other: { created_at: string }): number =>
  other.created_at.localeCompare(one.created_at);

const imagesOf = async ({ id, reader, signal }: { id: number; reader: ApiReader; signal: AbortSignal }) => {
  const [backups, snapshots] = await Promise.all([
    reader.all({ path: path`/v2/droplets/${id}/backups`, key: 'backups', item: image, signal }),
    reader.all({ path: path`/v2/droplets/${id}/snapshots`, key: 'snapshots', item: image, signal }),
  ]);
  return [...backups, ...snapshots];
};
