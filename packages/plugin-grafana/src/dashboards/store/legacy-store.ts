import { type HttpClient, LineclearError, path } from '@lineclear/core/plugin';
import { hasShape } from '../../client/has-shape.ts';
import { isObject, numberAt, omit, textAt, valueAt } from '../../json/json-value.ts';
import { readStored } from './read-stored.ts';
import { isV2, notGrafana, refusedSave } from './refusals.ts';
import { legacyDashboard, legacyNotFound, legacySaved, legacyVersions } from './schemas.ts';
import type { DashboardStore, SavedVersion, StoredDashboard } from './stored-dashboard.ts';

/** `/api/dashboards`: every Grafana has it, and it knows classic dashboards alone. */
export const legacyStore = (http: HttpClient): DashboardStore => ({
  api: 'legacy',
  find: async ({ uid, signal }) => {
    const answer = await http.get(path`/api/dashboards/uid/${uid}`, { accept: [404, 406], signal });
    if (answer.status === 406) throw isV2({ uid, does: 'read' });
    if (answer.status !== 404) return toStored({ uid, ...answer.json(legacyDashboard) });
    if (hasShape(answer, legacyNotFound) === undefined) throw notGrafana();
    return undefined;
  },
  history: ({ uid, signal }) => legacyHistory({ http, uid, signal }),
  save: async ({ uid, dashboard, folderUid, message, base, signal }) => {
    // The version that is replaced decides, also with 0 for none: `overwrite` would skip the server's own check.
    const json = {
      dashboard: { ...omit(dashboard, ['id', 'version']), id: base?.id ?? null, uid, version: base?.version ?? 0 },
      folderUid,
      message,
      overwrite: false,
    };
    try {
      const saved = (await http.post('/api/dashboards/db', { json, signal })).json(legacySaved);
      return { id: saved.id ?? undefined, uid: saved.uid, version: saved.version };
    } catch (error) {
      throw refusedSave(error);
    }
  },
});

/** The latest versions, from the older API; none where the server no longer has it there. */
export const legacyHistory = async ({
  http,
  uid,
  signal,
}: {
  http: HttpClient;
  uid: string;
  signal: AbortSignal;
}): Promise<readonly SavedVersion[]> => {
  const answer = await http.get(path`/api/dashboards/uid/${uid}/versions`, { query: { limit: 20 }, accept: [404, 406], signal });
  if (answer.status >= 400) return [];
  return answer.json(legacyVersions).map(({ version, message, created, createdBy }) => ({
    version,
    message: message ?? '',
    by: createdBy ?? undefined,
    at: created ?? undefined,
  }));
};

const toStored = ({ uid, dashboard, meta }: { uid: string } & ReturnType<typeof legacyDashboard.parse>): StoredDashboard => {
  const json = readStored(dashboard);
  // Some versions answer a v2 dashboard here as it is, or what is left of it.
  if (meta.apiVersion?.startsWith('v2') === true || (isObject(valueAt(json, 'elements')) && isObject(valueAt(json, 'layout'))))
    throw isV2({ uid, does: 'read' });
  const version = numberAt(json, 'version') ?? meta.version;
  if (version === undefined || version === null)
    throw new LineclearError('upstream_error', 'Grafana answered a dashboard without its version.', {
      hint: 'Check that the url of this profile is Grafana itself.',
      details: { reason: 'shape' },
      effect: 'none',
    });
  return {
    uid,
    title: textAt(json, 'title') ?? '',
    version,
    folderUid: meta.folderUid ?? '',
    folderTitle: meta.folderUid ? (meta.folderTitle ?? undefined) : undefined,
    schema: 'classic',
    apiVersion: 'legacy',
    json,
    id: numberAt(json, 'id'),
    createdAt: meta.created ?? undefined,
    createdBy: meta.createdBy ?? undefined,
    updatedAt: meta.updated ?? undefined,
    updatedBy: meta.updatedBy ?? undefined,
    message: undefined,
    managedBy: meta.provisioned === true ? 'file' : undefined,
    handle: {},
  };
};
