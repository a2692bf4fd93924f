import * as z from 'zod';
import { type RowOf, row } from './row.ts';

const text = z.string().nullish();
const record = z.record(z.string(), z.unknown()).nullish();

const node = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).nullish() }),
  spec: z.object({ unschedulable: z.boolean().nullish() }).nullish(),
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).nullish(),
      nodeInfo: z.object({ kubeletVersion: text }).nullish(),
    })
    .nullish(),
});

const service = z.object({
  spec: z
    .object({
      type: text,
      clusterIP: text,
      ports: z.array(z.object({ name: text, port: z.int(), protocol: text, nodePort: z.int().nullish() })).nullish(),
    })
    .nullish(),
});

const ingress = z.object({
  spec: z.object({ ingressClassName: text, rules: z.array(z.object({ host: text })).nullish() }).nullish(),
});

const claim = z.object({
  spec: z.object({ volumeName: text, storageClassName: text }).nullish(),
  status: z.object({ phase: text, capacity: z.object({ storage: text }).nullish() }).nullish(),
});

const budget = z.object({
  spec: z
    .object({ minAvailable: z.union([z.int(), z.string()]).nullish(), maxUnavailable: z.union([z.int(), z.string()]).nullish() })
    .nullish(),
  status: z
    .object({ disruptionsAllowed: z.int().nullish(), currentHealthy: z.int().nullish(), desiredHealthy: z.int().nullish() })
    .nullish(),
});

const rules = z.object({
  roleRef: z.object({ kind: z.string(), name: z.string() }).nullish(),
  subjects: z.array(z.object({ kind: z.string(), name: z.string() })).nullish(),
});

const others = z.object({
  spec: z.looseObject({}).nullish(),
  status: z
    .object({ phase: text, conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: text })).nullish() })
    .nullish()
    .catch(null),
});

/** What a list says of everything else. */
export const clusterRows: Readonly<Record<string, RowOf>> = {
  Node: row(node, ({ metadata, spec, status }) => ({
    ready: (status?.conditions ?? []).some(({ type, status: now }) => type === 'Ready' && now === 'True'),
    cordoned: spec?.unschedulable === true ? true : undefined,
    pressure: pressuresOf(status?.conditions ?? []),
    roles: rolesOf(Object.keys(metadata.labels ?? {})),
    version: status?.nodeInfo?.kubeletVersion,
  })),
  Service: row(service, ({ spec }) => ({
    type: spec?.type ?? 'ClusterIP',
    cluster_ip: spec?.clusterIP,
    ports: (spec?.ports ?? []).map(
      ({ port, protocol, nodePort }) => `${port}${nodePort == null ? '' : `:${nodePort}`}/${protocol ?? 'TCP'}`,
    ),
  })),
  Ingress: row(ingress, ({ spec }) => ({
    class: spec?.ingressClassName,
    hosts: (spec?.rules ?? []).map(({ host }) => host ?? '*'),
  })),
  ConfigMap: row(z.object({ data: record, binaryData: record }), ({ data, binaryData }) => ({
    keys: Object.keys({ ...data, ...binaryData }),
  })),
  Secret: row(z.object({ type: text, data: record }), ({ type, data }) => ({ type, keys: Object.keys(data ?? {}) })),
  PersistentVolumeClaim: row(claim, ({ spec, status }) => ({
    status: status?.phase,
    volume: spec?.volumeName,
    capacity: status?.capacity?.storage,
    class: spec?.storageClassName,
  })),
  PodDisruptionBudget: row(budget, ({ spec, status }) => ({
    min_available: spec?.minAvailable,
    max_unavailable: spec?.maxUnavailable,
    disruptions_allowed: status?.disruptionsAllowed ?? 0,
    healthy: `${status?.currentHealthy ?? 0}/${status?.desiredHealthy ?? 0}`,
  })),
  RoleBinding: row(rules, bindingCells),
  ClusterRoleBinding: row(rules, bindingCells),
};

/** What is said of a kind that has no row of its own: its phase, or the conditions that do not hold. */
export const otherRow: RowOf = row(others, ({ status }) => ({
  status: status?.phase,
  conditions:
    status?.conditions == null
      ? undefined
      : status.conditions.map(({ type, status: now, reason }) => `${type}=${now}${reason ? ` (${reason})` : ''}`),
}));

function bindingCells({ roleRef, subjects }: z.output<typeof rules>) {
  return {
    role: roleRef == null ? undefined : `${roleRef.kind}/${roleRef.name}`,
    subjects: (subjects ?? []).map(({ kind, name }) => `${kind}/${name}`),
  };
}

const pressuresOf = (conditions: readonly { type: string; status: string }[]): readonly string[] | undefined => {
  const found = conditions.filter(({ type, status }) => type !== 'Ready' && status === 'True').map(({ type }) => type);
  return found.length === 0 ? undefined : found;
};

const rolePrefix = 'node-role.kubernetes.io/';
const rolesOf = (labels: readonly string[]): readonly string[] =>
  labels.filter((label) => label.startsWith(rolePrefix)).map((label) => label.slice(rolePrefix.length));
