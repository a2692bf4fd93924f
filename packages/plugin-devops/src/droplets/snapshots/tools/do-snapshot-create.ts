import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import { droplets } from '../../connection.ts';
import { actionsOf, stateOf, targetDroplet } from '../../droplets/droplet.ts';
import { dropletFields, freeName } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { refusing, taken } from '../../text/refusals.ts';
import { dropletImage } from '../snapshot.ts';

export const doSnapshotCreate = droplets.write({
  name: 'do_snapshot_create',
  title: 'Take a snapshot',
  toolset: 'snapshots',
  risk: 'additive',
  description: 'Take a snapshot of the disk of a droplet; it is billed by its size. Best while the droplet is off.',
  input: z.strictObject({ ...dropletFields, snapshot: freeName.describe('What to call it, such as before-upgrade.') }),
  output: actionResult,
  classify: ({ input: { name } }) => ({ class: 'snapshot', target: name }),
  preview: async ({ input: { id, name, snapshot }, reader, profile, signal }) => {
    const { droplet, refusal } = await targetDroplet({ id, name, reader, signal });
    const where = { path: path`/v2/droplets/${id}/snapshots`, key: 'snapshots', item: dropletImage };
    const known = droplet === undefined ? [] : await reader.all({ ...where, signal });
    const same = known.find((one) => one.name === snapshot);
    return {
      description: `Take the snapshot ${quoted(snapshot)} of the droplet ${quoted(name)} (${id}) in ${profile.name}.`,
      guard: { droplet: stateOf(droplet), same: same?.id ?? null },
      details: previewDetails({
        profile,
        target: name,
        sends: { id, type: 'snapshot', name: snapshot },
        undo: 'do_snapshot_delete, where the policy allows it',
      }),
      warnings: droplet?.status === 'active' ? ['It is on: what is being written may be cut in the middle.'] : [],
      ...refusing(
        refusal,
        same === undefined
          ? undefined
          : taken({ what: `A snapshot called ${quoted(snapshot)}`, hint: 'Call this one something else.' }),
      ),
    };
  },
  execute: (call) => {
    const { id, snapshot } = call.input;
    return runAction({ call, path: actionsOf(id), listedAs: 'snapshot', json: { type: 'snapshot', name: snapshot } });
  },
  reconcile: (call) => reconcileAction({ call, path: actionsOf(call.input.id) }),
});
