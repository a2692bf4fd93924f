import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { freeName, numericId } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, otherName, refusing } from '../../text/refusals.ts';
import { findSnapshot } from '../find-snapshot.ts';

export const doSnapshotDelete = droplets.write({
  name: 'do_snapshot_delete',
  title: 'Delete a snapshot',
  toolset: 'snapshots',
  risk: 'destructive',
  description: 'Delete a snapshot of a droplet, for good. Use do_snapshot_list to find it.',
  input: z.strictObject({
    id: numericId.describe('Of the snapshot.'),
    name: freeName.describe('Its name, which has to match.'),
  }),
  output: z.object({ id: z.int(), deleted: z.literal(true) }),
  classify: ({ input: { name } }) => ({ class: 'delete', target: name }),
  preview: async ({ input: { id, name }, reader, profile, signal }) => {
    const found = await findSnapshot({ id, reader, signal });
    return {
      description: `Delete the snapshot ${quoted(name)} (${id})${found === undefined ? '' : ` of ${found.created_at}`}, in ${profile.name}.`,
      guard: { name: found?.name ?? null },
      details: previewDetails({ profile, target: name, sends: { id }, undo: null }),
      before: found ?? null,
      warnings: ['Nothing brings it back.'],
      ...refusing(
        found === undefined
          ? missing({ what: `the snapshot ${id}`, listedBy: 'do_snapshot_list' })
          : found.name === name
            ? undefined
            : otherName({ what: `The snapshot ${id}`, given: name, actual: found.name }),
      ),
    };
  },
  execute: async ({ input: { id }, writer, signal }) => {
    await writer.order({ method: 'delete', path: path`/v2/snapshots/${id}`, signal });
    return { id, deleted: true };
  },
  reconcile: async ({ input: { id }, reader, signal }) =>
    (await findSnapshot({ id, reader, signal })) === undefined ? { result: { id, deleted: true as const } } : 'unknown',
});
