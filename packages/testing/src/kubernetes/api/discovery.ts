import type { JsonObject } from '@lineclear/core/plugin';
import type { Answer } from '../../http/route.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { apiVersionOf } from '../model/kinds.ts';
import type { Store } from '../world/store.ts';
import { openApiDocument, openApiType } from './open-api.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

// Asked by name but never kept.
const reviews: readonly ExtraResource[] = [
  { name: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview', namespaced: false, verbs: ['create'] },
  { name: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview', namespaced: false, verbs: ['create'] },
];
const metrics: readonly ExtraResource[] = [
  { name: 'nodes', kind: 'NodeMetrics', namespaced: false, verbs: ['get', 'list'] },
  { name: 'pods', kind: 'PodMetrics', namespaced: true, verbs: ['get', 'list'] },
];

type ExtraResource = { name: string; kind: string; namespaced: boolean; verbs: string[] };

/** What the server says about itself: its version, its groups and the kinds of each; undefined for other paths. */
export const discover = ({
  store,
  path: asked,
  hasMetrics,
}: {
  store: Store;
  path: string;
  hasMetrics: boolean;
}): Answer | undefined => {
  // Both ways of writing it are in use.
  const path = asked.replace(/\/$/, '');
  const extras = new Map<string, readonly ExtraResource[]>([
    ['authorization.k8s.io/v1', reviews],
    ...(hasMetrics ? [['metrics.k8s.io/v1beta1', metrics] as const] : []),
  ]);
  if (path === '/version') return { json: version };
  if (['/healthz', '/livez', '/readyz'].includes(path)) return { headers: { 'content-type': 'text/plain' }, text: 'ok' };
  if (path === '/openapi/v2') return { headers: { 'content-type': openApiType }, bytes: openApiDocument(store.kinds()) };
  if (path === '/api') return { json: { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] } };
  const versions = [...new Set([...store.kinds().map(apiVersionOf), ...extras.keys()])].filter((name) => name.includes('/'));
  if (path === '/apis') return { json: { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(versions) } };
  const [, root, ...parts] = path.split('/');
  if (root === 'apis' && parts.length === 1) {
    const group = groupsOf(versions).find(({ name }) => name === parts[0]);
    return group === undefined ? undefined : { json: { kind: 'APIGroup', apiVersion: 'v1', ...group } };
  }
  const groupVersion = root === 'api' && parts[0] === 'v1' && parts.length === 1 ? 'v1' : parts.join('/');
  if (groupVersion !== 'v1' && (root !== 'apis' || !versions.includes(groupVersion))) return undefined;
  if (groupVersion === 'v1' && (root !== 'api' || parts.length !== 1)) return undefined;
  const kinds = store.kinds().filter((kind) => apiVersionOf(kind) === groupVersion);
  const resources = [...kinds.flatMap(resourcesOf), ...(extras.get(groupVersion) ?? []).map(toResource)];
  return { json: { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources } };
};

const version = {
  major: '1',
  minor: '35',
  emulationMajor: '1',
  emulationMinor: '35',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '34',
  gitVersion: 'v1.35.0',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2025-12-17T00:00:00Z',
  goVersion: 'go1.25.5',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const groupsOf = (groupVersions: readonly string[]): { name: string; versions: JsonObject[]; preferredVersion: JsonObject }[] =>
  [...new Set(groupVersions.map((name) => name.split('/')[0] ?? ''))].map((name) => {
    const versions = groupVersions
      .filter((one) => one.startsWith(`${name}/`))
      .map((groupVersion): JsonObject => ({ groupVersion, version: groupVersion.slice(name.length + 1) }));
    return { name, versions, preferredVersion: versions[0] ?? {} };
  });

const resourcesOf = (kind: ResourceKind): JsonObject[] => [
  {
    name: kind.plural,
    singularName: kind.kind.toLowerCase(),
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs,
    ...(kind.shortNames.length > 0 && { shortNames: [...kind.shortNames] }),
    ...(kind.isInAll && { categories: ['all'] }),
  },
  ...kind.subresources.map((name) => ({
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.namespaced,
    ...partKinds[name],
    kind: partKinds[name]?.kind ?? kind.kind,
    verbs: partVerbs[name] ?? ['get', 'patch', 'update'],
  })),
];

const partKinds: Readonly<Record<string, { group: string; version: string; kind: string }>> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
};

const partVerbs: Readonly<Record<string, string[]>> = {
  log: ['get'],
  exec: ['create', 'get'],
  portforward: ['create', 'get'],
  proxy: ['create', 'delete', 'get', 'patch', 'update'],
  eviction: ['create'],
};

const toResource = ({ name, kind, namespaced, verbs: allowed }: ExtraResource): JsonObject => ({
  name,
  singularName: '',
  namespaced,
  kind,
  verbs: allowed,
});
