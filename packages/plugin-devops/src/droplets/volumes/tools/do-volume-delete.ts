import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { longId, resourceName } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { notNow, refusing } from '../../text/refusals.ts';
import { findVolume, showVolume, targetVolume } from '../volume.ts';

export const doVolumeDelete = droplets.write({
  name: 'do_volume_delete',
  title: 'Delete a volume',
  toolset: 'volumes',
  risk: 'destructive',
  description: 'Delete a volume with all that is on it, for good. Detach it with do_volume_attach first.',
  input: z.strictObject({
    id: longId.describe('Of the volume.'),
    name: resourceName.describe('Its name, which has to match.'),
  }),
  output: z.object({ id: z.string(), deleted: z.literal(true) }),
  classify: ({ input: { name } }) => ({ class: 'delete', target: name }),
  preview: async ({ input: { id, name }, reader, profile, signal }) => {
    const { volume, refusal } = await targetVolume({ id, name, reader, signal });
    const holder = volume?.droplet_ids?.[0];
    const size = volume === undefined ? '' : ` of ${volume.size_gigabytes} GiB`;
    return {
      description: `Delete the volume ${quoted(name)} (${id})${size} with all that is on it, in ${profile.name}.`,
      guard: volume === undefined ? null : { name: volume.name, droplet: holder ?? null },
      details: previewDetails({ profile, target: name, sends: { id }, undo: null }),
      warnings: ['Nothing brings back what is on it.'],
      ...(volume === undefined ? {} : { before: showVolume(volume) }),
      ...refusing(
        refusal,
        holder === undefined
          ? undefined
          : notNow({ message: `It is attached to the droplet ${holder}.`, hint: 'Detach it first.', reason: 'attached' }),
      ),
    };
  },
  execute: async ({ input: { id }, writer, signal }) => {
    await writer.order({ method: 'delete', path: path`/v2/volumes/${id}`, signal });
    return { id, deleted: true };
  },
  reconcile: async ({ input: { id }, reader, signal }) =>
    (await findVolume({ id, reader, signal })) === undefined ? { result: { id, deleted: true as const } } : 'unknown',
});
