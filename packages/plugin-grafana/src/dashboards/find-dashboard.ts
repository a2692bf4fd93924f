import type { GrafanaReader } from '../client/grafana-reader.ts';
import { openDashboards } from './store/discover.ts';
import { noSuchDashboard } from './store/refusals.ts';
import type { DashboardStore, StoredDashboard } from './store/stored-dashboard.ts';

/** The dashboard with this uid. Throws `not_found`. */
export const findDashboard = async ({
  uid,
  reader,
  signal,
}: {
  uid: string;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<{ readonly stored: StoredDashboard; readonly store: DashboardStore }> => {
  const store = await openDashboards({ reader, signal });
  const stored = await store.find({ uid, signal });
  if (stored === undefined) throw noSuchDashboard(uid);
  return { stored, store };
};
