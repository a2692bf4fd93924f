/** How the parts of a list or a map belong together. What has no rule: lists are replaced whole, maps are merged. */
export interface FieldRule {
  /** The fields that tell the elements of a list apart, for the ownership of fields. */
  readonly keys?: readonly string[];
  /** The one field that a strategic merge goes by. */
  readonly mergeKey?: string;
  /** A list of texts without order and repetition. */
  readonly isSet?: boolean;
  /** A map that has one owner and is replaced whole in a server-side apply. */
  readonly isAtomic?: boolean;
  /** In a strategic merge, what the patch does not name goes. */
  readonly retainsKeys?: boolean;
}

/** The rule of a field by the field that it lies in: `ruleOf('spec', 'containers')`. */
export const ruleOf = (parent: string, field: string): FieldRule | undefined =>
  fieldRules[`${containers.has(parent) ? 'containers' : parent}.${field}`];

const containers = new Set(['initContainers', 'ephemeralContainers']);

const byKey = (mergeKey: string, ...more: readonly string[]): FieldRule => ({ keys: [mergeKey, ...more], mergeKey });

const atomic: FieldRule = { isAtomic: true };

/** By parent and field. A test compares them with the vendor's description, where that is at hand. */
export const fieldRules: Readonly<Record<string, FieldRule>> = {
  'metadata.finalizers': { isSet: true },
  'metadata.ownerReferences': byKey('uid'),
  '.secrets': byKey('name'),
  '.roleRef': atomic,
  '.involvedObject': atomic,
  '.related': atomic,
  'spec.containers': byKey('name'),
  'spec.initContainers': byKey('name'),
  'spec.ephemeralContainers': byKey('name'),
  'spec.imagePullSecrets': byKey('name'),
  'spec.hostAliases': byKey('ip'),
  'spec.schedulingGates': byKey('name'),
  'spec.volumes': { ...byKey('name'), retainsKeys: true },
  'spec.resourceClaims': { ...byKey('name'), retainsKeys: true },
  'spec.topologySpreadConstraints': byKey('topologyKey', 'whenUnsatisfiable'),
  'spec.ports': byKey('port', 'protocol'),
  'spec.podCIDRs': { isSet: true },
  'spec.strategy': { retainsKeys: true },
  'spec.selector': atomic,
  'spec.podSelector': atomic,
  'spec.nodeSelector': atomic,
  'spec.scopeSelector': atomic,
  'spec.dataSource': atomic,
  'containers.env': byKey('name'),
  'containers.ports': byKey('containerPort', 'protocol'),
  'containers.volumeMounts': byKey('mountPath'),
  'containers.volumeDevices': byKey('devicePath'),
  'resources.claims': { keys: ['name'] },
  'valueFrom.configMapKeyRef': atomic,
  'valueFrom.secretKeyRef': atomic,
  'valueFrom.fieldRef': atomic,
  'valueFrom.fileKeyRef': atomic,
  'valueFrom.resourceFieldRef': atomic,
  'service.port': atomic,
  'defaultBackend.resource': atomic,
  'nodeAffinity.required': atomic,
  'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution': atomic,
  'metric.selector': atomic,
  'status.addresses': byKey('type'),
  'status.conditions': byKey('type'),
  'status.podIPs': byKey('ip'),
};
