import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import { listAt, objectAt, textAt } from '../model/object.ts';

/** The template of a workload with everything that the server fills in. */
export const withTemplateDefaults = (template: JsonObject): JsonObject => {
  const { creationTimestamp: _, ...metadata } = objectAt(template, 'metadata');
  return { ...template, metadata, spec: withPodDefaults(objectAt(template, 'spec'), { isTemplate: true }) };
};

/** The spec of a pod, or of a template of pods, with everything that the server fills in. */
export const withPodDefaults = (spec: JsonObject, { isTemplate = false } = {}): JsonObject => ({
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  ...(!isTemplate && { serviceAccountName: 'default', enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority' }),
  ...spec,
  ...(spec['containers'] !== undefined && { containers: listAt(spec, 'containers').map(containerOf) }),
  ...(spec['initContainers'] !== undefined && { initContainers: listAt(spec, 'initContainers').map(containerOf) }),
  ...(spec['volumes'] !== undefined && { volumes: listAt(spec, 'volumes').map(volumeOf) }),
});

const containerOf = (container: JsonObject): JsonObject => {
  const image = textAt(container, 'image');
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  const whole: JsonObject = {
    imagePullPolicy: (tag === undefined && !image.includes('@')) || tag === 'latest' ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    resources: resourcesOf(objectAt(container, 'resources')),
  };
  if (container['ports'] !== undefined) whole['ports'] = listAt(container, 'ports').map((port) => ({ protocol: 'TCP', ...port }));
  if (container['env'] !== undefined) whole['env'] = listAt(container, 'env').map(variableOf);
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'])
    if (isJsonObject(container[name])) whole[name] = probeOf(container[name]);
  return whole;
};

// A limit without a request is a request too. Amounts may come as numbers and are kept as texts.
const resourcesOf = (resources: JsonObject): JsonObject => {
  const limits = textsOf(objectAt(resources, 'limits'));
  const requests = { ...limits, ...textsOf(objectAt(resources, 'requests')) };
  return {
    ...resources,
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  };
};

const textsOf = (amounts: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, String(amount)]));

const variableOf = (variable: JsonObject): JsonObject => {
  const field = objectAt(variable, 'valueFrom', 'fieldRef');
  return field['fieldPath'] === undefined
    ? variable
    : { ...variable, valueFrom: { ...objectAt(variable, 'valueFrom'), fieldRef: { apiVersion: 'v1', ...field } } };
};

const probeOf = (probe: JsonObject): JsonObject => ({
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  ...probe,
  ...(isJsonObject(probe['httpGet']) && { httpGet: { scheme: 'HTTP', ...probe['httpGet'] } }),
});

const volumeOf = (volume: JsonObject): JsonObject => {
  const whole = { ...volume };
  for (const name of ['secret', 'configMap', 'projected'])
    if (isJsonObject(volume[name])) whole[name] = { defaultMode: 420, ...volume[name] };
  if (Object.keys(volume).length === 1) whole['emptyDir'] = {};
  return whole;
};
