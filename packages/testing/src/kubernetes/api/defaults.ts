import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { ResourceKind } from '../model/kinds.ts';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, objectAt, textsAt } from '../model/object.ts';
import { withPodDefaults, withTemplateDefaults } from './pod-defaults.ts';

/** The object with everything that the server fills in where it is left out. */
export const withDefaults = (kind: ResourceKind, object: KubernetesObject): KubernetesObject => {
  const whole: KubernetesObject = { ...structuredClone(object), metadata: tidy(object.metadata) };
  const fill = fillings[kind.isCustom ? '' : kind.kind];
  const filled = fill === undefined ? whole : { ...whole, ...fill(whole) };
  // Texts of a secret are only another way of writing its data.
  if (kind.kind === 'Secret') delete filled['stringData'];
  return filled;
};

type Fill = (object: KubernetesObject) => JsonObject;

const spec =
  (fill: (given: JsonObject, object: KubernetesObject) => JsonObject): Fill =>
  (object) => {
    const given = objectAt(object, 'spec');
    return { spec: { ...given, ...fill(given, object) } };
  };

const templated = (given: JsonObject): JsonObject => ({ template: withTemplateDefaults(objectAt(given, 'template')) });

const rolling = { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' };

const fillings: Readonly<Record<string, Fill>> = {
  Pod: (object) => ({ spec: withPodDefaults(objectAt(object, 'spec')) }),
  Deployment: spec((given) => ({
    replicas: given['replicas'] ?? 1,
    ...templated(given),
    strategy: strategyOf(given['strategy']),
    revisionHistoryLimit: given['revisionHistoryLimit'] ?? 10,
    progressDeadlineSeconds: given['progressDeadlineSeconds'] ?? 600,
  })),
  ReplicaSet: spec((given) => ({ replicas: given['replicas'] ?? 1, ...templated(given) })),
  StatefulSet: spec((given) => ({
    replicas: given['replicas'] ?? 1,
    ...templated(given),
    podManagementPolicy: given['podManagementPolicy'] ?? 'OrderedReady',
    revisionHistoryLimit: given['revisionHistoryLimit'] ?? 10,
    serviceName: given['serviceName'] ?? '',
    updateStrategy: given['updateStrategy'] ?? { rollingUpdate: { partition: 0 }, type: 'RollingUpdate' },
  })),
  DaemonSet: spec((given) => ({
    ...templated(given),
    revisionHistoryLimit: given['revisionHistoryLimit'] ?? 10,
    updateStrategy: given['updateStrategy'] ?? { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, type: 'RollingUpdate' },
  })),
  Job: spec((given, { metadata }) => {
    const labels = { 'batch.kubernetes.io/job-name': metadata.name, 'job-name': metadata.name };
    const template = withTemplateDefaults(objectAt(given, 'template'));
    const head = objectAt(template, 'metadata');
    return {
      template: { ...template, metadata: { ...head, labels: { ...textsAt(head, 'labels'), ...labels } } },
      selector: given['selector'] ?? { matchLabels: { 'batch.kubernetes.io/job-name': metadata.name } },
      parallelism: given['parallelism'] ?? 1,
      completions: given['completions'] ?? 1,
      backoffLimit: given['backoffLimit'] ?? 6,
      completionMode: given['completionMode'] ?? 'NonIndexed',
      manualSelector: given['manualSelector'] ?? false,
      podReplacementPolicy: given['podReplacementPolicy'] ?? 'TerminatingOrFailed',
      suspend: given['suspend'] ?? false,
    };
  }),
  CronJob: spec((given) => ({
    concurrencyPolicy: given['concurrencyPolicy'] ?? 'Allow',
    suspend: given['suspend'] ?? false,
    successfulJobsHistoryLimit: given['successfulJobsHistoryLimit'] ?? 3,
    failedJobsHistoryLimit: given['failedJobsHistoryLimit'] ?? 1,
  })),
  Service: spec((given) => ({
    type: given['type'] ?? 'ClusterIP',
    sessionAffinity: given['sessionAffinity'] ?? 'None',
    internalTrafficPolicy: given['internalTrafficPolicy'] ?? 'Cluster',
    ports: listAt(given, 'ports').map((port) => ({ protocol: 'TCP', targetPort: port['port'] ?? 0, ...port })),
  })),
  HorizontalPodAutoscaler: spec((given) => ({ minReplicas: given['minReplicas'] ?? 1 })),
  Namespace: (object) => ({
    metadata: {
      ...object.metadata,
      labels: { 'kubernetes.io/metadata.name': object.metadata.name, ...object.metadata.labels },
    },
    spec: { finalizers: ['kubernetes'], ...objectAt(object, 'spec') },
    status: { phase: 'Active', ...objectAt(object, 'status') },
  }),
  Secret: (object) => {
    const given = textsAt(object, 'stringData');
    const encoded = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, Buffer.from(text).toString('base64')]));
    const data = { ...objectAt(object, 'data'), ...encoded };
    return { ...(Object.keys(data).length > 0 && { data }), type: object['type'] ?? 'Opaque' };
  },
};

const strategyOf = (given: JsonValue | undefined): JsonObject => {
  if (!isJsonObject(given) || given['type'] === undefined) return rolling;
  if (given['type'] !== 'RollingUpdate') return given;
  return { ...given, rollingUpdate: { ...rolling.rollingUpdate, ...objectAt(given, 'rollingUpdate') } };
};

// An empty map and a null are nothing: the server does not keep them.
const tidy = (metadata: KubernetesObject['metadata']): KubernetesObject['metadata'] => {
  const kept = structuredClone(metadata);
  for (const [field, value] of Object.entries(kept))
    if (value === null || (['labels', 'annotations', 'finalizers', 'ownerReferences'].includes(field) && isEmpty(value)))
      delete kept[field];
  return kept;
};

const isEmpty = (value: JsonValue): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
