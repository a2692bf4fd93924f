import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import { findDroplet } from '../droplets/droplet.ts';
import { checkTag } from '../reach.ts';
import { type SnapshotAnswer, snapshotAnswer } from './snapshot.ts';

/**
 * A snapshot within the reach of the profile, or undefined. Throws `forbidden` where the droplet is out of reach, and where it is gone
 * and the profile has a tag: nothing says then whose it was.
 */
export const findSnapshot = async ({
  id,
  reader,
  signal,
}: {
  id: number;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<SnapshotAnswer | undefined> => {
  const schema = z.object({ snapshot: snapshotAnswer });
  const found = (await reader.find({ path: path`/v2/snapshots/${id}`, schema, signal }))?.snapshot;
  if (found === undefined || reader.settings.tag === undefined) return found;
  const droplet = await findDroplet({ id: found.resource_id, reader, signal });
  if (droplet === undefined) checkTag({ settings: reader.settings, tags: [], what: `The snapshot ${id}` });
  return found;
};
