import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { at, listAt, objectAt, textAt, textsAt } from '../model/object.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { matchesSelector } from '../model/selectors.ts';
import type { Cause } from './status.ts';

/** What the server finds wrong with an object that has been filled in. `before` is absent for a new one. */
export const problemsOf = (kind: ResourceKind, object: KubernetesObject, before: KubernetesObject | undefined): Cause[] => [
  ...nameProblems(kind, object),
  ...(workloads.has(kind.kind) ? workloadProblems(object, before) : []),
  ...(kind.kind === 'Pod' ? [...podProblems(objectAt(object, 'spec'), 'spec'), ...changedPodProblems(object, before)] : []),
  ...(kind.kind === 'Secret' || kind.kind === 'ConfigMap' ? keptProblems(object, before) : []),
];

const workloads = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

const nameProblems = (kind: ResourceKind, { metadata: { name } }: KubernetesObject): Cause[] => {
  // Roles may have a colon in their names.
  const pattern =
    kind.group === 'rbac.authorization.k8s.io' ? /^[^/%]+$/ : /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  if (pattern.test(name) && name.length <= 253) return [];
  return [
    wrong('metadata.name', name, {
      why: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    }),
  ];
};

const workloadProblems = (object: KubernetesObject, before: KubernetesObject | undefined): Cause[] => {
  const problems: Cause[] = [];
  const spec = objectAt(object, 'spec');
  const { replicas } = spec;
  if (typeof replicas === 'number' && replicas < 0)
    problems.push(wrong('spec.replicas', replicas, { why: 'must be greater than or equal to 0' }));
  const selector = objectAt(spec, 'selector');
  if (Object.keys(selector).length === 0) problems.push(missing('spec.selector'));
  else if (!matchesSelector(selector, textsAt(spec, 'template', 'metadata', 'labels')))
    problems.push(
      wrong('spec.template.metadata.labels', at(spec, 'template', 'metadata', 'labels') ?? null, {
        why: '`selector` does not match template `labels`',
      }),
    );
  if (before !== undefined && !isDeepStrictEqual(selector, objectAt(before, 'spec', 'selector')))
    problems.push(wrong('spec.selector', selector, { why: 'field is immutable' }));
  return [...problems, ...podProblems(objectAt(spec, 'template', 'spec'), 'spec.template.spec')];
};

const podProblems = (spec: JsonObject, place: string): Cause[] => {
  const containers = listAt(spec, 'containers');
  if (containers.length === 0) return [missing(`${place}.containers`)];
  const names = new Set<string>();
  return containers.flatMap((container, index) => {
    const problems: Cause[] = [];
    const field = `${place}.containers[${index}]`;
    const name = textAt(container, 'name');
    if (name === '') problems.push(missing(`${field}.name`));
    else if (names.has(name))
      problems.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${JSON.stringify(name)}`,
        field: `${field}.name`,
      });
    names.add(name);
    if (textAt(container, 'image') === '') problems.push(missing(`${field}.image`));
    return [...problems, ...requestProblems(container, field)];
  });
};

const requestProblems = (container: JsonObject, field: string): Cause[] =>
  Object.entries(objectAt(container, 'resources', 'requests')).flatMap(([name, request]) => {
    const limit = at(container, 'resources', 'limits', name);
    if (limit === undefined || amountOf(String(request)) <= amountOf(String(limit))) return [];
    return [
      wrong(`${field}.resources.requests`, request, { why: `must be less than or equal to ${name} limit of ${String(limit)}` }),
    ];
  });

// Of a pod that is there, little may change.
const changedPodProblems = (object: KubernetesObject, before: KubernetesObject | undefined): Cause[] => {
  if (before === undefined) return [];
  const fixed = (pod: KubernetesObject): JsonValue => {
    const { tolerations: _tolerations, activeDeadlineSeconds: _seconds, nodeName, ...spec } = objectAt(pod, 'spec');
    return {
      ...spec,
      // A pod without a node may get one.
      ...(textAt(before, 'spec', 'nodeName') !== '' && { nodeName: nodeName ?? '' }),
      containers: listAt(spec, 'containers').map(({ image: _image, ...container }) => container),
    };
  };
  if (isDeepStrictEqual(fixed(object), fixed(before))) return [];
  const message =
    'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  return [{ reason: 'FieldValueForbidden', message, field: 'spec' }];
};

const keptProblems = (object: KubernetesObject, before: KubernetesObject | undefined): Cause[] =>
  before?.['immutable'] === true && !isDeepStrictEqual(object['data'], before['data'])
    ? [{ reason: 'FieldValueForbidden', message: 'Forbidden: field is immutable when `immutable` is set', field: 'data' }]
    : [];

const missing = (field: string): Cause => ({ reason: 'FieldValueRequired', message: 'Required value', field });

const wrong = (field: string, value: JsonValue, { why }: { why: string }): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
  field,
});

const units: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** The amount that a quantity such as `250m` or `1Gi` means. */
export const amountOf = (quantity: string): number => {
  const [, number = '0', unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return Number(number) * (units[unit] ?? 1);
};
