import { LineclearError, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { findDroplet } from '../../droplets/droplet.ts';
import { listFacts, numericId, paging } from '../../fields.ts';
import { missing } from '../../text/refusals.ts';
import { dropletImage, showImage, shownImage, snapshotAnswer } from '../snapshot.ts';

export const doSnapshotList = droplets.read({
  name: 'do_snapshot_list',
  title: 'List snapshots',
  toolset: 'snapshots',
  description:
    'List the snapshots of a droplet, or without one those of all droplets, deleted ones included. Use do_backup_list for what was saved by itself.',
  input: z.strictObject({ droplet_id: numericId.optional().describe('Whose.'), ...paging }),
  output: z.object({ snapshots: z.array(shownImage), ...listFacts }),
  run: async ({ input: { droplet_id: id, ...part }, reader, signal }) => {
    if (id === undefined) {
      if (reader.settings.tag !== undefined) throw whose();
      const all = { path: '/v2/snapshots', key: 'snapshots', item: snapshotAnswer, query: { resource_type: 'droplet' } };
      const { items, total, nextPage } = await reader.page({ ...all, ...part, signal });
      return { snapshots: items.map((image) => showImage(image, image.resource_id)), total, next_page: nextPage };
    }
    if ((await findDroplet({ id, reader, signal })) === undefined) {
      throw missing({ what: `the droplet ${id}`, listedBy: 'droplet_list' });
    }
    const where = { path: path`/v2/droplets/${id}/snapshots`, key: 'snapshots', item: dropletImage };
    const { items, total, nextPage } = await reader.page({ ...where, ...part, signal });
    return { snapshots: items.map((image) => showImage(image, id)), total, next_page: nextPage };
  },
});

const whose = (): LineclearError =>
  new LineclearError('forbidden', 'This profile reaches droplets with its tag only, and snapshots have none.', {
    hint: 'Name the droplet with droplet_id.',
    details: { reason: 'tag' },
  });
