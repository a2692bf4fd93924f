import { path } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { linkAddress } from '../links/address.ts';
import { slugOf } from './normalise/slug.ts';

/** Where people see a dashboard: below the address of the profile, whatever the server says about its own. */
export const dashboardLink = ({ uid, title, reader }: { uid: string; title: string; reader: GrafanaReader }): string => {
  const slug = slugOf(title);
  return linkAddress(reader.address) + path`/d/${uid}` + (slug === '' ? '' : path`/${slug}`);
};
