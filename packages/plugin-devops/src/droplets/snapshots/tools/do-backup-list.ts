import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { findDroplet } from '../../droplets/droplet.ts';
import { listFacts, numericId, paging } from '../../fields.ts';
import { missing } from '../../text/refusals.ts';
import { policyOf, shownPolicy } from '../policy.ts';
import { dropletImage, showImage, shownImage } from '../snapshot.ts';

export const doBackupList = droplets.read({
  name: 'do_backup_list',
  title: 'List backups',
  toolset: 'snapshots',
  description: 'List the backups of a droplet and when the next one is made. Use do_backup_policy to change when.',
  input: z.strictObject({ droplet_id: numericId.describe('Whose.'), ...paging }),
  output: z.object({ backups: z.array(shownImage), policy: shownPolicy, ...listFacts }),
  run: async ({ input: { droplet_id: id, ...part }, reader, signal }) => {
    if ((await findDroplet({ id, reader, signal })) === undefined) {
      throw missing({ what: `the droplet ${id}`, listedBy: 'droplet_list' });
    }
    const where = { path: path`/v2/droplets/${id}/backups`, key: 'backups', item: dropletImage };
    const [{ items, total, nextPage }, policy] = await Promise.all([
      reader.page({ ...where, ...part, signal }),
      policyOf({ id, reader, signal }),
    ]);
    return { backups: items.map((image) => showImage(image, id)), policy, total, next_page: nextPage };
  },
});
