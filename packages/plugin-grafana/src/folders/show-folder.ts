import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { linkAddress } from '../links/address.ts';
import type { Folder } from './folders.ts';

/** A folder as answers show it. */
export const shownFolder = z.object({
  uid: z.string(),
  title: z.string(),
  parent_uid: z.string().describe('Empty at the top.'),
  url: z.string(),
});

export const showFolder = ({
  folder: { uid, title, parentUid },
  reader,
}: {
  folder: Folder;
  reader: GrafanaReader;
}): z.output<typeof shownFolder> => ({
  uid,
  title,
  parent_uid: parentUid ?? '',
  url: linkAddress(reader.address) + path`/dashboards/f/${uid}`,
});
