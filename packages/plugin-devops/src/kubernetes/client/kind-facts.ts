import * as z from 'zod';

/** How a kind is asked for. */
export interface KindFacts {
  /** `v1` or `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** `deployments` */
  readonly plural: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
  /** `log`, `scale` */
  readonly subresources: readonly string[];
}

/** `APIResourceList`, as `/api/v1` and `/apis/apps/v1` answer it. */
export const resourceList = z.object({
  groupVersion: z.string(),
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
      group: z.string().nullish(),
      version: z.string().nullish(),
      verbs: z.array(z.string()).nullish(),
    }),
  ),
});

/** `APIGroupList`, as `/apis` answers it. */
export const groupList = z.object({
  groups: z.array(z.object({ name: z.string(), preferredVersion: z.object({ groupVersion: z.string() }).nullish() })),
});

/** The kinds of one group and version; what is written as `pods/log` is a subresource of `pods`. */
export const kindsOf = ({ groupVersion, resources }: z.output<typeof resourceList>): readonly KindFacts[] =>
  resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name: plural, kind, namespaced: isNamespaced, verbs }) => ({
      apiVersion: groupVersion,
      kind,
      plural,
      isNamespaced,
      verbs: verbs ?? [],
      subresources: resources.flatMap(({ name }) => (name.startsWith(`${plural}/`) ? [name.slice(plural.length + 1)] : [])),
    }));

/** `/api/v1` for `v1`, `/apis/apps/v1` for `apps/v1`. */
export const rootOf = (apiVersion: string): string => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

/** Where kinds of every cluster are, so that asking for one does not begin with asking for all groups. */
export const homes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    'apps/v1': ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ControllerRevision'],
    'batch/v1': ['Job', 'CronJob'],
    'autoscaling/v2': ['HorizontalPodAutoscaler'],
    'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
    'policy/v1': ['PodDisruptionBudget'],
    'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    'storage.k8s.io/v1': ['StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode'],
    'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
  }).flatMap(([apiVersion, kinds]) => kinds.map((kind) => [kind, apiVersion])),
);
