import type { LineclearError } from '@lineclear/core/plugin';
import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import { droplets } from '../../connection.ts';
import { type DropletAnswer, targetDroplet } from '../../droplets/droplet.ts';
import { dropletReference, longId, resourceName } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { notNow, refusing } from '../../text/refusals.ts';
import { showVolume, targetVolume, type VolumeAnswer } from '../volume.ts';

export const doVolumeAttach = droplets.write({
  name: 'do_volume_attach',
  title: 'Attach or detach a volume',
  toolset: 'volumes',
  risk: 'destructive',
  description: 'Attach a volume to a droplet of its region, or detach it. Unmount it on the machine before it is detached.',
  input: z.strictObject({
    id: longId.describe('Of the volume.'),
    name: resourceName.describe('Its name, which has to match.'),
    droplet: dropletReference.describe('To attach to, or detach from.'),
    action: z.enum(['attach', 'detach']).describe('What to do.'),
  }),
  output: actionResult,
  classify: ({ input: { name, droplet, action } }) => ({
    class: 'update',
    target: [name, droplet.name],
    ...(action === 'attach' ? { risk: 'reversible' as const } : {}),
  }),
  preview: async ({ input: { id, name, droplet: wanted, action }, reader, profile, signal }) => {
    const [{ volume, refusal }, { droplet, refusal: other }] = await Promise.all([
      targetVolume({ id, name, reader, signal }),
      targetDroplet({ ...wanted, reader, signal }),
    ]);
    const isAttaching = action === 'attach';
    return {
      description: `${isAttaching ? 'Attach' : 'Detach'} the volume ${quoted(name)} (${id}) ${isAttaching ? 'to' : 'from'} the droplet ${quoted(wanted.name)} (${wanted.id}) in ${profile.name}.`,
      guard: {
        volume: volume === undefined ? null : { name: volume.name, droplet: volume.droplet_ids?.[0] ?? null },
        droplet: droplet?.name ?? null,
      },
      details: previewDetails({
        profile,
        target: `${name}, ${wanted.name}`,
        sends: { id, type: action, droplet_id: wanted.id },
        undo: `do_volume_attach with the action ${isAttaching ? 'detach' : 'attach'}`,
      }),
      warnings: isAttaching ? [] : ['A volume that is still mounted loses what was not written to it: unmount it first.'],
      ...(volume === undefined ? {} : { before: showVolume(volume) }),
      ...refusing(refusal, other, refusalOf({ volume, droplet, action })),
    };
  },
  execute: (call) => {
    const { id, droplet, action } = call.input;
    const json = { type: action, droplet_id: droplet.id };
    return runAction({ call, path: path`/v2/volumes/${id}/actions`, listedAs: `${action}_volume`, json });
  },
  reconcile: (call) => reconcileAction({ call, path: path`/v2/volumes/${call.input.id}/actions` }),
});

const refusalOf = ({
  volume,
  droplet,
  action,
}: {
  volume: VolumeAnswer | undefined;
  droplet: DropletAnswer | undefined;
  action: 'attach' | 'detach';
}): LineclearError | undefined => {
  if (volume === undefined || droplet === undefined) return undefined;
  const [holder] = volume.droplet_ids ?? [];
  if (action === 'detach') {
    if (holder === droplet.id) return undefined;
    return notNow({
      message: 'It is not attached to this droplet.',
      hint: 'do_volume_list shows where it is.',
      reason: 'attached',
    });
  }
  if (holder !== undefined) {
    return notNow({
      message: `It is attached to the droplet ${holder}.`,
      hint: 'Detach it from there first.',
      reason: 'attached',
    });
  }
  if (droplet.region.slug === volume.region.slug) return undefined;
  const message = `The volume is in ${volume.region.slug} and the droplet in ${droplet.region.slug}.`;
  return notNow({ message, hint: 'Use a volume of the same region.', reason: 'region' });
};
