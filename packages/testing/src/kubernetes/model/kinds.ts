import type { JsonObject } from '@lineclear/core/plugin';

/** One kind that the server has. */
export interface ResourceKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly string[];
  /** Whether kubectl's `all` means it too. */
  readonly isInAll: boolean;
  /** Made from a definition in the cluster: no strategic patches, nothing defaulted. */
  readonly isCustom: boolean;
}

/** `apps/v1`, and `v1` for the core group. */
export const apiVersionOf = ({ group, version }: Pick<ResourceKind, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** The name of a resource as permissions and messages have it: `deployments.apps`, `pods`. */
export const resourceName = ({ group, plural }: Pick<ResourceKind, 'group' | 'plural'>): string =>
  group === '' ? plural : `${plural}.${group}`;

type Row = Partial<Pick<ResourceKind, 'namespaced' | 'shortNames' | 'subresources' | 'isInAll'>>;

const kind = (apiVersion: string, name: string, plural: string, row: Row = {}): ResourceKind => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return {
    group: group ?? '',
    version: version ?? '',
    kind: name,
    plural,
    namespaced: true,
    shortNames: [],
    subresources: [],
    isInAll: false,
    isCustom: false,
    ...row,
  };
};

const scalable = ['scale', 'status'];
const podParts = ['status', 'log', 'exec', 'portforward', 'proxy', 'eviction'];

/** The kinds that are always there. */
export const builtInKinds: readonly ResourceKind[] = [
  kind('v1', 'Namespace', 'namespaces', { namespaced: false, shortNames: ['ns'], subresources: ['status'] }),
  kind('v1', 'Node', 'nodes', { namespaced: false, shortNames: ['no'], subresources: ['status'] }),
  kind('v1', 'PersistentVolume', 'persistentvolumes', { namespaced: false, shortNames: ['pv'], subresources: ['status'] }),
  kind('v1', 'Pod', 'pods', { shortNames: ['po'], subresources: podParts, isInAll: true }),
  kind('v1', 'Service', 'services', { shortNames: ['svc'], subresources: ['status', 'proxy'], isInAll: true }),
  kind('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'] }),
  kind('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  kind('v1', 'Secret', 'secrets'),
  kind('v1', 'ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }),
  kind('v1', 'Event', 'events', { shortNames: ['ev'] }),
  kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', { shortNames: ['pvc'], subresources: ['status'] }),
  kind('v1', 'ResourceQuota', 'resourcequotas', { shortNames: ['quota'], subresources: ['status'] }),
  kind('v1', 'LimitRange', 'limitranges', { shortNames: ['limits'] }),
  kind('apps/v1', 'Deployment', 'deployments', { shortNames: ['deploy'], subresources: scalable, isInAll: true }),
  kind('apps/v1', 'ReplicaSet', 'replicasets', { shortNames: ['rs'], subresources: scalable, isInAll: true }),
  kind('apps/v1', 'StatefulSet', 'statefulsets', { shortNames: ['sts'], subresources: scalable, isInAll: true }),
  kind('apps/v1', 'DaemonSet', 'daemonsets', { shortNames: ['ds'], subresources: ['status'], isInAll: true }),
  kind('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  kind('batch/v1', 'Job', 'jobs', { subresources: ['status'], isInAll: true }),
  kind('batch/v1', 'CronJob', 'cronjobs', { shortNames: ['cj'], subresources: ['status'], isInAll: true }),
  kind('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    shortNames: ['hpa'],
    subresources: ['status'],
    isInAll: true,
  }),
  kind('networking.k8s.io/v1', 'Ingress', 'ingresses', { shortNames: ['ing'], subresources: ['status'] }),
  kind('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { shortNames: ['pdb'], subresources: ['status'] }),
  kind('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { namespaced: false }),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', { namespaced: false }),
  kind('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { namespaced: false, shortNames: ['sc'] }),
  kind('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { namespaced: false, shortNames: ['pc'] }),
  kind('coordination.k8s.io/v1', 'Lease', 'leases'),
  kind('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    namespaced: false,
    shortNames: ['crd', 'crds'],
    subresources: ['status'],
  }),
];

/** A kind that a definition in the cluster adds. */
export const customKind = ({
  group,
  version,
  names,
  scope,
  subresources,
}: {
  group: string;
  version: string;
  names: { kind: string; plural: string; shortNames: readonly string[] };
  scope: string;
  subresources: JsonObject;
}): ResourceKind => ({
  group,
  version,
  kind: names.kind,
  plural: names.plural,
  namespaced: scope === 'Namespaced',
  shortNames: names.shortNames,
  subresources: Object.keys(subresources),
  isInAll: false,
  isCustom: true,
});
