import type { GrafanaReader } from '../../client/grafana-reader.ts';
import { hasShape } from '../../client/has-shape.ts';
import { isNameOfDashboard } from '../../schemas/uid.ts';
import { type ApisPlace, apisStore } from './apis-store.ts';
import { legacyStore } from './legacy-store.ts';
import { noApis, undecided } from './refusals.ts';
import { apiGroup, legacyNotFound, namespaceSettings } from './schemas.ts';
import type { DashboardStore } from './stored-dashboard.ts';

interface Asked {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/**
 * The dashboards of a profile, behind the API that its setting `dashboard_api` names, or that the server has. The server is asked once;
 * an answer that leaves it open is an error and never a reason to guess.
 */
export const openDashboards = async (asked: Asked): Promise<DashboardStore> => {
  const store = await storeOf(asked);
  // No server is asked for what can be no uid: dots and slashes are no business of a path.
  return { ...store, find: async (ask) => (isNameOfDashboard(ask.uid) ? store.find(ask) : undefined) };
};

const storeOf = async ({ reader, signal }: Asked): Promise<DashboardStore> => {
  const http = reader.grafana;
  if (reader.dashboardApi === 'legacy') return legacyStore(http);
  const place = known.has(reader) ? known.get(reader) : await discover({ reader, signal });
  known.set(reader, place);
  if (place !== undefined) return apisStore({ http, place });
  if (reader.dashboardApi === 'apis') throw noApis();
  return legacyStore(http);
};

/** What was found by profile: a reader lives as long as the connection of its profile. */
const known = new WeakMap<GrafanaReader, ApisPlace | undefined>();

/** Both have classic dashboards; servers have the one or the other by their age. */
const classicVersions = ['v1beta1', 'v1'];

const discover = async ({ reader, signal }: Asked): Promise<ApisPlace | undefined> => {
  const answer = await reader.grafana.get('/apis/dashboard.grafana.app', { accept: [404], signal });
  if (answer.status === 404) {
    if (hasShape(answer, legacyNotFound) === undefined) throw undecided({ status: 404 });
    return undefined;
  }
  const served = hasShape(answer, apiGroup)?.versions.map(({ version }) => version);
  if (served === undefined || served.length === 0) throw undecided({ status: answer.status });
  const classicVersion = classicVersions.find((version) => served.includes(version));
  if (classicVersion === undefined) return undefined;
  return { namespace: await namespaceOf({ reader, signal }), classicVersion, served };
};

/** Where the dashboards of this organisation are. */
const namespaceOf = async ({ reader, signal }: Asked): Promise<string> => {
  const settings = hasShape(await reader.grafana.get('/api/frontend/settings', { signal }), namespaceSettings);
  if (settings === undefined) throw undecided({ missing: 'namespace' });
  return settings.namespace;
};
