import { type HttpClient, path } from '@lineclear/core/plugin';
import { hasShape } from '../../client/has-shape.ts';
import { defined, objectAt, omit, textAt } from '../../json/json-value.ts';
import { readStored } from './read-stored.ts';
import { legacyHistory } from './legacy-store.ts';
import { isV2, notGrafana, undecided } from './refusals.ts';
import { dashboardResource, type DashboardResource, resourceNotFound } from './schemas.ts';
import type { DashboardStore, StoredDashboard } from './stored-dashboard.ts';

/** Where the dashboards are below `/apis`, and in which versions. */
export interface ApisPlace {
  readonly namespace: string;
  /** The one that has classic dashboards in the newest form. */
  readonly classicVersion: string;
  readonly served: readonly string[];
}

/** `/apis/dashboard.grafana.app`. A dashboard is read in the version that it is stored in, and written back in the one it was read in. */
export const apisStore = ({ http, place }: { http: HttpClient; place: ApisPlace }): DashboardStore => {
  const { namespace, classicVersion, served } = place;
  const list = (version: string): string => path`/apis/dashboard.grafana.app/${version}/namespaces/${namespace}/dashboards`;
  const read = async ({ uid, version, signal }: { uid: string; version: string; signal: AbortSignal }) => {
    const answer = await http.get(list(version) + path`/${uid}`, { accept: [404, 406], signal });
    if (answer.status === 406) throw isV2({ uid, does: 'read' });
    if (answer.status !== 404) return answer.json(dashboardResource);
    if (hasShape(answer, resourceNotFound)?.details.name !== uid) throw notGrafana();
    return undefined;
  };
  const find: DashboardStore['find'] = async ({ uid, signal }) => {
    const classic = await read({ uid, version: classicVersion, signal });
    if (classic === undefined) return undefined;
    const stored = lossyFrom(classic);
    if (stored === undefined) return toStored({ resource: classic, version: classicVersion });
    // What was converted may have lost a part; only the version that it is stored in has all of it.
    if (!served.includes(stored)) throw isV2({ uid, does: 'read' });
    const whole = await read({ uid, version: stored, signal });
    return whole === undefined ? undefined : toStored({ resource: whole, version: stored });
  };
  return {
    api: 'apis',
    find,
    history: async ({ uid, signal }) => {
      const resource = await read({ uid, version: classicVersion, signal });
      if (resource === undefined) return [];
      const { version, message, updatedAt, updatedBy } = toStored({ resource, version: classicVersion });
      const current = { version, message: message ?? '', by: updatedBy, at: updatedAt };
      // A resource knows its last save alone; what was before is in the older API, which these servers have too.
      return [current, ...(await legacyHistory({ http, uid, signal })).filter((saved) => saved.version !== version)];
    },
    save: async ({ uid, dashboard, folderUid, message, base, signal }) => {
      if (base?.schema === 'v2') throw isV2({ uid, does: 'written' });
      const version = base?.apiVersion ?? classicVersion;
      const { annotations, labels, resourceVersion } = heldIn(base);
      const json = {
        kind: 'Dashboard',
        apiVersion: `dashboard.grafana.app/${version}`,
        metadata: {
          name: uid,
          namespace,
          ...(resourceVersion !== undefined && { resourceVersion }),
          ...(labels !== undefined && { labels }),
          annotations: {
            ...annotations,
            ...(folderUid !== '' && { 'grafana.app/folder': folderUid }),
            'grafana.app/message': message,
          },
        },
        spec: omit(dashboard, ['id', 'uid', 'version']),
      };
      const answer =
        base === undefined
          ? await http.post(list(version), { json, signal })
          : await http.put(list(version) + path`/${uid}`, { json, signal });
      const { metadata } = answer.json(dashboardResource);
      return { id: idOf(metadata), uid: metadata.name, version: metadata.generation };
    },
  };
};

/** The version that has the whole dashboard, where this is only a conversion of it. */
const lossyFrom = ({ status }: DashboardResource): string | undefined => {
  const conversion = status?.conversion;
  if (conversion?.failed !== true && conversion?.storedVersion?.startsWith('v2') !== true) return undefined;
  if (conversion.storedVersion) return conversion.storedVersion;
  throw undecided({ conversion: 'failed' });
};

const toStored = ({ resource, version }: { resource: DashboardResource; version: string }): StoredDashboard => {
  const { name, generation, resourceVersion, creationTimestamp } = resource.metadata;
  // Who made a dashboard says nothing about who saved a later version of it.
  const isFirst = generation <= 1;
  const annotations = resource.metadata.annotations ?? {};
  const spec = readStored(resource.spec);
  const schema = version.startsWith('v2') ? 'v2' : 'classic';
  return {
    uid: name,
    title: textAt(spec, 'title') ?? '',
    version: generation,
    folderUid: annotations['grafana.app/folder'] ?? '',
    folderTitle: undefined,
    schema,
    apiVersion: version,
    json: schema === 'v2' ? spec : { ...spec, uid: name, version: generation },
    id: idOf(resource.metadata),
    createdAt: creationTimestamp ?? undefined,
    createdBy: annotations['grafana.app/createdBy'],
    updatedAt: annotations['grafana.app/updatedTimestamp'] ?? (isFirst ? (creationTimestamp ?? undefined) : undefined),
    updatedBy: annotations['grafana.app/updatedBy'] ?? (isFirst ? annotations['grafana.app/createdBy'] : undefined),
    message: annotations['grafana.app/message'] ?? '',
    managedBy: annotations['grafana.app/managerAllowsEdits'] === 'true' ? undefined : annotations['grafana.app/managedBy'],
    handle: defined({
      resourceVersion,
      annotations: omit(annotations, ['grafana.app/folder', 'grafana.app/message']),
      labels: resource.metadata.labels ?? undefined,
    }),
  };
};

const heldIn = (base: StoredDashboard | undefined) => ({
  resourceVersion: textAt(base?.handle, 'resourceVersion'),
  annotations: objectAt(base?.handle, 'annotations'),
  labels: objectAt(base?.handle, 'labels'),
});

const idOf = ({ labels }: DashboardResource['metadata']): number | undefined => {
  const id = Number(labels?.['grafana.app/deprecatedInternalID'] ?? Number.NaN);
  return Number.isSafeInteger(id) ? id : undefined;
};
